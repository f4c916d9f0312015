"""What the encoder sees of a line: the line itself after a bounded tail of what came before.

``[CLS] ([CUS]|[AGT] previous line)* ([CUS]|[AGT] current line) [SEP]`` with token type 1
on the current line. The length never depends on how long the conversation is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tokenizers import Tokenizer

from models import labels
from models import tokenizer as tok

MAX_TOKENS: Final = 128
CONTEXT_TOKENS: Final = 40
CONTEXT_LINES: Final = 4
# A long line is read by its beginning and its end.
_HEAD_TOKENS: Final = 60
_TAIL_TOKENS: Final = 24
_CONTEXT_LINE_TOKENS: Final = 24


@dataclass(frozen=True, slots=True)
class Tokens:
    """A tokenised line: ids and, for each, the character range it stands for."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    context: tuple[int, ...]
    """The line as context for later lines: role marker and its last tokens."""
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """Encoder input for one line. The current line's tokens are ids[start : start + n]."""

    ids: tuple[int, ...]
    start: int
    spans: tuple[tuple[int, int], ...]


class Windower:
    """Turns lines into encoder inputs with one tokenizer; holds no conversation state."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        # A customer who types [SEP] or [AGT] has typed five characters.
        tokenizer.encode_special_tokens = True
        self._tokenizer = tokenizer
        self._cls = self._id(tok.CLS)
        self._sep = self._id(tok.SEP)
        self.pad = self._id(tok.PAD)
        self.unknown = self._id(tok.UNK)
        self._turn = {
            labels.CUSTOMER: self._id(tok.CUSTOMER_TURN),
            labels.AGENT: self._id(tok.AGENT_TURN),
        }

    def tokens(self, role: labels.Role, text: str) -> Tokens:
        """Tokenise one line, once; the result serves as current line and as context."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids, spans = encoding.ids, _whole_spans(text, encoding.offsets)
        context = (self._turn[role], *ids[-_CONTEXT_LINE_TOKENS:])
        if len(ids) > _HEAD_TOKENS + _TAIL_TOKENS:
            ids = ids[:_HEAD_TOKENS] + ids[-_TAIL_TOKENS:]
            spans = spans[:_HEAD_TOKENS] + spans[-_TAIL_TOKENS:]
        return Tokens((self._turn[role], *ids), tuple(spans), context, text)

    def window(self, current: Tokens, previous: Sequence[Tokens]) -> Window:
        """The encoder input of `current`, given the lines before it, oldest first."""
        room = CONTEXT_TOKENS
        kept: list[tuple[int, ...]] = []
        for line in reversed(previous[-CONTEXT_LINES:]):
            if room < len(line.context):
                break
            kept.append(line.context)
            room -= len(line.context)
        context = tuple(token for piece in reversed(kept) for token in piece)
        start = 1 + len(context) + 1
        return Window((self._cls, *context, *current.ids, self._sep), start, current.spans)

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no {token} token")
        return int(found)


def _whole_spans(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets in which a folded token covers all that was folded, not its last character."""
    spans: list[tuple[int, int]] = []
    end = 0
    for _, upto in offsets:
        start = end + len(text[end:upto]) - len(text[end:upto].lstrip())
        spans.append((min(start, upto), upto))
        end = upto
    return spans
