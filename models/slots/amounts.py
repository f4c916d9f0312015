"""Sums of money: 299元, ￥35.5, 三百二十块, 五块八, 1.2w, 两千多, 退了480."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from models.slots.numerals import NUMBER, number
from models.slots.slot import Slot, blanked

_COULD_BE: Final = re.compile(r"[¥元圆块毛角分万多wW币花付退赔补扣收充抵省返减涨欠亏价卖]")
_ONE: Final = "[1-9一二两三四五六七八九]"
_RANGE: Final = rf"(?:{NUMBER}[万千百]?\s?[-~到至]\s?)?"
_SCALE: Final = r"(?P<scale>[万wW])?"
_ABOUT: Final = r"(?:左右|上下)?"
# What is counted after a verb of paying, as in 退三十件 and 扣12分, is no money.
_COUNTED: Final = (
    r"[0-9.,:%万亿kKgGmM折点分个人位名件次台只条张户公里米平步字年天小时遍篇岁斤克页瓶箱辆倍股票"
    r"粉种单毫级像度期号月日周秒套双盒包袋份趟回层楼条笔颗棵根支枚组类项家店代集章堂课]"
)
_SIGNED: Final = re.compile(rf"¥\s?(?P<n>{NUMBER})\s?{_SCALE}(?:元|块钱?)?")
_NAMED: Final = re.compile(
    rf"{_RANGE}(?P<n>{NUMBER})\s?(?:多|来|几)?{_SCALE}多?\s?(?:"
    rf"块(?:(?P<jiao>{_ONE})(?![0-9A-Za-z十百千万个块点])(?:[毛角](?P<fen>{_ONE})?)?|钱|(?P<alone>))"
    rf"|(?:元|圆|人民币)(?![素旦件宵气老首]))(?:钱|整)?{_ABOUT}"
)
_SMALL: Final = re.compile(
    rf"(?P<jiao>{_ONE})(?:毛|角(?=钱))(?![一不巾衣病孩线笔坯利])(?P<fen>{_ONE})?钱?"
)
_CENTS: Final = re.compile(rf"(?P<fen>{_ONE})分钱")
# 怕: 不怕一万，就怕万一.
_LARGE: Final = re.compile(
    rf"(?<!怕)(?P<n>{NUMBER}){_SCALE}(?P<many>多)?{_ABOUT}"
    r"(?=\s?(?:$|[^\u4e00-\u9fffA-Za-z0-9%\s]|[了的呢吧啊吗嘛呀]))"
)
_PAID: Final = re.compile(
    r"(?:花|付|退|赔|补偿?|扣|收|充|抵|省|返|减|涨|欠|亏|要价|报价|只要|卖)"
    rf"(?:了|过)?(?:[我您你他]们?|咱)?(?:了|过)?\s?(?P<n>{NUMBER}){_SCALE}(?!{_COUNTED})多?{_ABOUT}"
)
# After two or five 块 alone: a price is spoken of, not pieces of something.
_PRICE_GOES_ON: Final = re.compile(
    r"$|[^\u4e00-\u9fffA-Za-z0-9]|[的了吧呢吗啊嘛都就也还不退给买卖够到起左上]"
)
_CENT: Final = Decimal("0.01")


def find(text: str) -> list[Slot]:
    """Sums of money in yuan; of a range the upper end, of 多 and 左右 the number."""
    if not _COULD_BE.search(text):
        return []
    found: list[Slot] = []
    for pattern, is_money in _FORMS:
        new = [
            Slot("amount", m.start("n") if pattern is _PAID else m.start(), m.end(), f"{yuan:f}")
            for m in pattern.finditer(text)
            if (yuan := _yuan(m)) is not None and is_money(m, yuan)
        ]
        found += new
        text = blanked(text, new)
    return found


def _yuan(m: re.Match[str]) -> Decimal | None:
    parts = m.groupdict()
    whole = number(parts["n"]) if parts.get("n") else Decimal(0)
    if whole is None:
        return None
    whole *= 10_000 if parts.get("scale") else 1
    tenths, cents = (number(parts.get(name) or "0") or 0 for name in ("jiao", "fen"))
    return (whole + tenths * 10 * _CENT + cents * _CENT).quantize(_CENT, ROUND_HALF_UP)


def _always(_: re.Match[str], __: Decimal) -> bool:
    return True


def _is_price(m: re.Match[str], yuan: Decimal) -> bool:
    """两块蛋糕 and 一块去 are none."""
    if m["alone"] is None or yuan >= 10:
        return True
    return yuan != 1 and bool(_PRICE_GOES_ON.match(m.string, m.end()))


def _is_large(m: re.Match[str], yuan: Decimal) -> bool:
    """A bare 2万 or 两千多; a bare 65W is a charger, so w needs the size of a price."""
    if m["scale"] in ("w", "W"):
        return yuan <= 100_000
    return bool(m["scale"]) or m["n"][-1] in ("万百千" if m["many"] else "万")


def _is_paid(m: re.Match[str], yuan: Decimal) -> bool:
    """退一赔三 is none."""
    return yuan >= 10


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Decimal], bool]], ...]] = (
    (_SIGNED, _always),
    (_NAMED, _is_price),
    (_SMALL, _always),
    (_CENTS, _always),
    (_PAID, _is_paid),
    (_LARGE, _is_large),
)
