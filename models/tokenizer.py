"""The character tokenizer, as a ``tokenizers`` pipeline.

One token a character, so that a fact span maps back to the customer's own words, with
things whose exact value says nothing about feeling or intent folded into one token:
long numbers, links and masked placeholders.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers import models as token_models

PAD: Final = "[PAD]"
UNK: Final = "[UNK]"
CLS: Final = "[CLS]"
SEP: Final = "[SEP]"
MASK: Final = "[MASK]"
CUSTOMER_TURN: Final = "[CUS]"
AGENT_TURN: Final = "[AGT]"
SPECIAL: Final = (PAD, UNK, CLS, SEP, MASK, CUSTOMER_TURN, AGENT_TURN)

# Private-use characters stand for folded content, so that the vocabulary stays
# one entry a character.
NUMBER: Final = "\ue000"
LINK: Final = "\ue001"
STICKER: Final = "\ue002"

_FOLDS: Final = (
    (r"https?://[!-~]+", LINK),
    (r"#e-[a-z](\[数字x\]|\d)*|[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]\x{FE0F}?", STICKER),
    (r"\[orderid_[^\]]*\]|\[(数字|金额|订单)[^\]]{0,4}\]|\d{5,}", NUMBER),
    (r"!{4,}", "!!!"),
    (r"\?{4,}", "???"),
    (r"\.{4,}", "..."),
    (r"\s+", " "),
)


def build(texts: Iterable[str], min_count: int) -> Tokenizer:
    """A tokenizer whose vocabulary is every character seen at least `min_count` times."""
    tokenizer = _pipeline({token: i for i, token in enumerate(SPECIAL)})
    normalizer = tokenizer.normalizer
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(normalizer.normalize_str(text))
    kept = [c for c, n in counts.items() if n >= min_count and not c.isspace()]
    kept += [c for c in (NUMBER, LINK, STICKER) if c not in kept]
    kept.sort(key=lambda c: (-counts[c], c))
    return _pipeline({token: i for i, token in enumerate([*SPECIAL, *kept])})


def _pipeline(vocab: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(token_models.WordLevel(vocab, unk_token=UNK))
    folds = [normalizers.Replace(Regex(pattern), mark) for pattern, mark in _FOLDS]
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), *folds]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex("."), behavior="isolated"),
        ]
    )
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer
