"""Numbers as they are written and said: 1,280.5, 三百二十, 两三, 幺三八."""

import re
from decimal import Decimal
from typing import Final

import cn2an

DIGITS: Final = "零〇一二三四五六七八九幺两俩仨"
_FIGURES: Final = str.maketrans(DIGITS, "001234567891223")
_ARABIC: Final = r"(?<![0-9.])[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]+)?"
_CHINESE: Final = (
    rf"(?<![一二三四五六七八九幺两俩仨十百千万亿点])[一二三四五六七八九两俩仨十][{DIGITS}十百千万亿]{{0,12}}"
    r"(?:点[零〇一二三四五六七八九]{1,4})?"
)
NUMBER: Final = rf"(?>{_ARABIC}|{_CHINESE})"
"""Part of a pattern, without groups; it matches a whole number or nothing."""

# 两三百 and 十二三 name a range: its lower end is the first of two digits side by side.
_EITHER: Final = re.compile(
    r"(?<![零〇一二三四五六七八九两])[一二两三四五六七八]([二两三四五六七八九])(?=[十百千万亿]|$)"
)
_WIDE: Final = str.maketrans("０１２３４５６７８９：．－～—–＊／￥　", "0123456789:.-~--*/¥ ")


def plain(text: str) -> str:
    """The text with wide figures and signs made narrow; as long as before."""
    return text.translate(_WIDE)


def figures(text: str) -> str:
    """Each spoken digit as a figure: 幺三八 → 138. As long as before."""
    return text.translate(_FIGURES)


def whole(text: str) -> int:
    """The value of a whole number that a pattern has seen to be one."""
    return int(number(text) or 0)


def number(text: str) -> Decimal | None:
    """The value of what `NUMBER` matched, of 两三 the greater; None where it is no number."""
    if text[:1].isascii():
        return Decimal(text.replace(",", ""))
    said = text.replace("俩", "两").replace("仨", "三")
    try:
        return Decimal(str(cn2an.cn2an(_EITHER.sub(r"\1", said), "smart")))
    except (ValueError, LookupError):
        return None
