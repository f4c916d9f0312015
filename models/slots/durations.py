"""Lengths of time: 三天, 半小时, 3-5个工作日, 两个半小时, 24小时内, 一周左右."""

import re
from decimal import Decimal
from typing import Final

from models.slots.numerals import NUMBER, number
from models.slots.slot import Slot

_COULD_BE: Final = re.compile(r"[年月周天日期拜时钟秒]")
_MORE: Final = r"(?:多(?![少久长大远]))?"
_SPAN: Final = re.compile(
    # 有一天 and 前一天 are days, 提前一天 is a length.
    r"(?<![第每点])(?!(?:(?<=[有哪那这同某头另])|(?<=前)(?<!提前))一)"
    rf"(?:{NUMBER}\s?(?:[-~到至]|个?[天月]到)\s?)?"
    rf"(?:(?P<n>{NUMBER})\s?[多来几]?)?(?P<half>(?(n)|(?<![上下大])半))"
    rf"(?P<each>个?)(?P<plus>半?){_MORE}"
    r"(?P<unit>年(?![级代龄轻终底初末关糕])(?!到头|四季)|月(?![饼球])|星期|礼拜|周(?![年岁边末])"
    r"|工作日|自然日|天(?![气猫然津天])(?!到晚|两头)|日(?=[之以]?[内后]|无理由)"
    r"|小时(?!工|在线|客服|营业|热线|服务)|钟头|钟(?!头|点)|刻钟|分钟|秒)"
    rf"(?:钟(?!头|点))?(?P<and>半(?!夜))?{_MORE}"
    rf"(?:[零又]?(?P<n2>{NUMBER})(?P<unit2>分钟?|个月|天|个?小时))?"
    r"(?:左右|上下)?(?:[之以]?(?P<side>[内前后])(?![面台续期天年]))?"
)
_DESIGNATORS: Final = {
    **{"年": "Y", "月": "M", "个月": "M", "星期": "W", "礼拜": "W", "周": "W"},
    **{"天": "D", "日": "D", "自然日": "D", "工作日": "D"},
    **{"小时": "TH", "个小时": "TH", "钟头": "TH", "钟": "TH"},
    **{"分钟": "TM", "分": "TM", "刻钟": "TM", "秒": "TS"},
}
_HALVES: Final = {
    **{"Y": ("M", 6), "M": ("D", 15), "W": ("D", 3), "D": ("TH", 12)},
    **{"TH": ("TM", 30), "TM": ("TS", 30)},
}
_SIDES: Final = {"内": " within", "前": " ago", "后": " after"}
_MOST: Final = 9999
# 95年 is a year, not a length.
_MOST_YEARS: Final = 50


def find(text: str) -> list[Slot]:
    """Lengths of time; of a range the upper end."""
    if not _COULD_BE.search(text):
        return []
    return [
        Slot("duration", *m.span(), value)
        for m in _SPAN.finditer(text)
        if (value := _value(m)) is not None
    ]


def _value(m: re.Match[str]) -> str | None:
    unit, designator = m["unit"], _DESIGNATORS[m["unit"]]
    count = number(m["n"]) if m["n"] else Decimal(0)
    if count is None or count > (_MOST_YEARS if designator == "Y" else _MOST) or _is_talk(m):
        return None
    parts = {designator: count * 15 if unit == "刻钟" else count}
    if (m["half"] or m["plus"] or m["and"]) and designator in _HALVES:
        lower, half = _HALVES[designator]
        parts[lower] = Decimal(half)
    if m["n2"] and (more := number(m["n2"])) is not None and more <= _MOST:
        lower = _DESIGNATORS[m["unit2"]]
        parts[lower] = parts.get(lower, Decimal(0)) + more
    working = " working" if unit == "工作日" else ""
    return _iso(parts) + working + _SIDES.get(m["side"], "")


def _is_talk(m: re.Match[str]) -> bool:
    """Whether it is no length after all: 等了半天 is long, 三月 is a month, 两钟 is nothing."""
    if m["half"] and m["unit"] in ("天", "日"):
        return not m["side"] and not m.string.startswith("时间", m.end())
    counted = m["each"] or (m["n"] and m["n"][-1] in "俩仨两")
    return m["unit"] in ("月", "钟") and not counted


def _iso(parts: dict[str, Decimal]) -> str:
    written = {key: f"{count:f}{key[-1]}" for key, count in parts.items() if count}
    date = "".join(written.get(key, "") for key in ("Y", "M", "W", "D"))
    time = "".join(written.get(key, "") for key in ("TH", "TM", "TS"))
    return f"P{date}{'T' if time else ''}{time}" if written else "P0D"
