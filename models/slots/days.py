"""Words that name a day, a week or a month, each with what `models.slots.due` reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from models.slots.numerals import DIGITS, whole
from models.slots.slot import blanked

_RELATIVE: Final = {
    **{"大前天": -3, "前天": -2, "前": -2, "昨": -1, "今": 0, "明": 1, "今明两天": 1},
    **{"后天": 2, "明后天": 2, "明后两天": 2, "大后天": 3},
}
_SINCE: Final = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "下": 1, "次": 1, "下下": 2}
_YEARS: Final = {"去": -1, "今": 0, "明": 1}
# The last day meant by each part of a month; a month that is shorter ends before.
_THIRDS: Final = {"初": 10, "上旬": 10, "中旬": 20, "下旬": 31, "底": 31, "末": 31}

_UNIT: Final = "[一二三四五六七八九]"
_DAY: Final = rf"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十{_UNIT}?|廿{_UNIT}?|{_UNIT})"
_MONTH: Final = rf"(?:1[0-2]|0?[1-9]|十[一二]?|{_UNIT})"
_WEEK: Final = r"(?:周|星期|礼拜)"
_BY: Final = r"(?P<by>上上|下下|[上下本这])个?"
_THIRD: Final = r"(?P<third>[初底末]|[上中下]旬)"
_ALONE: Final = rf"(?<![0-9.{DIGITS}十百千万半几第])"
# 周一共 and 周三次 go on as other words.
_WEEKDAY: Final = (
    rf"{_WEEK}(?P<weekday>[一二三四五六日天末](?![个次条件遍天百千共直样定切]|下(?![午班]))"
    r"|[1-7](?![0-9]))"
)


@dataclass(frozen=True, slots=True)
class Day:
    """Where a day is named; `spec` as in `models.slots.due`, empty for 每天 and its like."""

    start: int
    end: int
    spec: str


def find(text: str) -> list[Day]:
    """The days named, in no order, not overlapping."""
    found: list[Day] = []
    for pattern, spec in _KINDS:
        new = [Day(*m.span(), spec(m)) for m in pattern.finditer(text)]
        found += new
        text = blanked(text, new)
    return found


def _fixed(m: re.Match[str]) -> str:
    return f"{whole(m['year']):04}-{whole(m['month']):02}-{whole(m['day']):02}"


def _month_day(m: re.Match[str]) -> str:
    day = whole(m["day"]) if m["day"] else _THIRDS[m["third"]]
    year = f"Y{_YEARS[m['year'][0]]:+}" if m["year"] else "-"
    return f"{year}-{whole(m['month']):02}-{day:02}"


def _by_month(m: re.Match[str]) -> str:
    day = whole(m["day"]) if m["day"] else _THIRDS[m["third"] or "底"]
    return f"M{_SINCE[m['by']]:+}-{day:02}"


def _weekday(m: re.Match[str]) -> str:
    said = m["weekday"]
    day = int(said) if said.isdigit() else min("一二三四五六日天末".index(said) + 1, 7)
    return f"W{_SINCE[m['by']]:+}-{day}" if m["by"] else f"-W-{day}"


_Kind = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_KINDS: Final[tuple[_Kind, ...]] = (
    (
        re.compile(rf"每(?:天|日|晚|个?月(?:{_DAY}[号日])?|个?{_WEEK}[一二三四五六日天末]?)|天天"),
        lambda _: "",
    ),
    (
        re.compile(
            rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}|二[零〇]二(?:[零〇]|{_UNIT}))\s?[-/.年]\s?"
            rf"(?P<month>{_MONTH})\s?[-/.月]\s?(?P<day>{_DAY})(?![0-9])[日号]?"
        ),
        _fixed,
    ),
    (
        re.compile(
            rf"{_ALONE}(?P<year>[今明去]年)?(?P<month>{_MONTH})月份?"
            rf"(?:(?P<day>{_DAY})[号日]|{_THIRD})"
        ),
        _month_day,
    ),
    (
        re.compile(
            r"(?P<by>上上|下下|[上下本这当次])个?月(?![球亮饼嫂])份?"
            rf"(?:(?P<day>{_DAY})[号日]|{_THIRD})?"
        ),
        _by_month,
    ),
    (re.compile(rf"{_ALONE}(?:{_BY})?{_WEEKDAY}"), _weekday),
    (
        re.compile(rf"{_BY}{_WEEK}(?![岁年边])"),
        lambda m: f"W{_SINCE[m['by']]:+}-7",
    ),
    (
        re.compile(rf"(?<![个0-9{DIGITS}十])月(?P<third>[初底末]|中旬)"),
        lambda m: f"---{_THIRDS[m['third']]:02}",
    ),
    (re.compile(r"年[底末]"), lambda _: "--12-31"),
    (
        re.compile(
            r"(?P<word>大前天|大后天|明后两?天|今明两天|后天(?!性)|前天)"
            r"|(?P<near>[今明昨])(?:[天日儿](?!后)|(?=[早晚夜]))|(?P<before>前)(?=晚)"
        ),
        lambda m: f"D{_RELATIVE[m['word'] or m['near'] or m['before']]:+}",
    ),
    # 3号楼, 5号电池: a number alone needs something that can follow a date.
    (
        re.compile(
            rf"(?<![-A-Za-z]){_ALONE}(?P<day>{_DAY})号"
            r"(?=$|[^\u4e00-\u9fffA-Za-z]|[前之以上下晚早中凌到至给就能可发来送退回开才改买的了再会还]"
            rf"|[{DIGITS}])"
        ),
        lambda m: f"---{whole(m['day']):02}",
    ),
)
