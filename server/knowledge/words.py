"""The words of a text, for indexing and for asking."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_FIGURE: Final = r"[0-9一二两三四五六七八九十百千万半]"
# Characters that are in no word of the dictionary: two may be one, a single one tells little.
_PAIR: Final = 1.0
# As a common word: 退货运费 is 退货 and 运费, not 退 and 货运费.
_OWN_FREQUENCY: Final = 20_000
_SINGLE: Final = 0.3
_NAME_MISSED: Final = 0.5
# What answers 多久 and 多少钱 has none of their words in it. These stand for it in the index.
_CHINESE: Final = re.compile(r"[一-鿿]{2,}")
_AMOUNT: Final = re.compile(_FIGURE)
_LENGTH: Final = rf"{_FIGURE}个?(?:分钟|小时|工作日|[天日周月年点])"
_TOLD: Final = (
    ("#时间", re.compile(rf"{_LENGTH}|星期|当[天日月]|次月|马上")),
    ("#金额", re.compile(rf"{_FIGURE} *[元块角]|[千百万]分之|免费|不(?:另)?收")),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words beyond the dictionary."""

    skipped: frozenset[str] = frozenset()
    """Words that ask nothing, such as 请问 and 吗."""
    same: tuple[tuple[str, ...], ...] = ()
    """Words that mean the same, such as 运费 and 邮费; who asks for one finds all."""
    own: tuple[str, ...] = ()
    """Words of the business, such as 移机, that a text is always cut in."""
    names: tuple[str, ...] = ()
    """Names of products, which are not to be cut in pieces."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that mean the same, one of which is looked for, and how much it counts.

    `missed` is the share of that which it counts where no article has it: all of it for a word,
    less for the name of a product, as an article may hold for every product and name none, and
    nothing for figures and for characters that happen to stand together.
    """

    words: tuple[str, ...]
    weight: float
    missed: float


class Words:
    """Cuts Chinese text in words. Loads its dictionary (some 30 MB) when it is built."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        # Not before it is needed: a service without articles does without the dictionary.
        import rjieba

        self._cutter = rjieba.Jieba()
        self._names: Final = frozenset(name.lower() for name in vocabulary.names)
        self._skipped: Final = vocabulary.skipped
        self._same: Final = {word: group for group in vocabulary.same for word in group}
        own = sorted(word for word in {*vocabulary.own, *self._same} if len(word) > 1)
        for word in sorted(self._names):
            self._cutter.add_word(word, None, None)
        for word in own:
            self._cutter.add_word(word, _OWN_FREQUENCY, None)
        kept = " ".join([*sorted(self._names), "", *own])
        self.version: Final = f"{zlib.crc32(kept.encode()):08x}"
        """Changes with what texts are cut into; an index of another version is of no use."""

    def of(self, text: str) -> list[str]:
        """All that a text can be found by: words, pairs of characters, and what it tells of."""
        lower = text.lower()
        words = [word for word in self._cutter.cut_for_search(lower, hmm=False) if _is_word(word)]
        known = set(words)
        words += (pair for pair in _pairs(lower) if pair not in known)
        words += (name for name, pattern in _TOLD if pattern.search(text))
        return words

    def asked(self, text: str) -> list[Asked]:
        """What a question asks for."""
        found: dict[tuple[str, ...], Asked] = {}
        before = ""
        for word in self._cutter.cut(text.lower(), hmm=False):
            wanted = _is_word(word) and word not in self._skipped
            if wanted and len(word) == 1 and len(before) == 1 and _CHINESE.fullmatch(before + word):
                found.setdefault((before + word,), Asked((before + word,), _PAIR, 0.0))
            if wanted:
                group = self._same.get(word, (word,))
                weight = 1.0 if len(word) > 1 or len(group) > 1 else _SINGLE
                found.setdefault(group, Asked(group, weight, self._missed(word)))
            before = word if wanted else ""
        return list(found.values())

    def _missed(self, word: str) -> float:
        if len(word) == 1 or _AMOUNT.match(word):
            return 0.0
        return _NAME_MISSED if word in self._names else 1.0


def _pairs(text: str) -> Iterator[str]:
    return (run[at : at + 2] for run in _CHINESE.findall(text) for at in range(len(run) - 1))


def _is_word(piece: str) -> bool:
    return piece.isalnum() or any(char.isalnum() for char in piece)
