"""Times of day: 上午, 晚上八点半, 三点二十, 20:30, 下班前."""

import re
from dataclasses import dataclass
from typing import Final

from models.slots.numerals import DIGITS, whole

# Until what hour each part of a day lasts, as a customer understands it.
_ENDS: Final = {
    **{"凌晨": 6, "清晨": 9, "清早": 9, "一早": 10, "早上": 10, "早晨": 10, "早": 10, "上班前": 9},
    **{"上午": 12, "中午": 14, "下午": 18, "下班前": 18, "傍晚": 19},
}
_NIGHT: Final = ("晚上", "夜里", "半夜", "深夜", "夜", "晚")
_PERIOD: Final = re.compile(
    # 一晚上 is a length, 周一晚上 is not.
    r"(?<![每整半个])(?<!(?<![周期拜])一)"
    r"(?:凌晨|清晨|清早|早上|早晨|一早|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜)(?!好)"
    r"|[上下]班前"
    r"|[早晚](?=(?!一点(?![半钟前]))[0-9一二两三四五六七八九十]{1,3}[点:])"
    r"|(?<=[今明昨前天日儿号一二三四五六])[早晚夜](?![点些了到于安餐饭会饰])"
)
_ONE_TO_NINE: Final = "[一二三四五六七八九]"
_HOUR: Final = rf"(?:2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十{_ONE_TO_NINE}?|[零两]|{_ONE_TO_NINE})"
_MINUTE: Final = (
    rf"(?:[0-5][0-9](?![0-9元块%])|[0-9](?=分)|零{_ONE_TO_NINE}|[二三四五]?十{_ONE_TO_NINE}?)"
)
_CLOCK: Final = re.compile(
    r"(?<![0-9:])(?P<h>2[0-4]|[01]?[0-9]):(?P<m>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])"
    # 周三十点 is Wednesday at ten.
    rf"|(?:(?<=[周期拜][一二三四五六日天])|(?<![0-9{DIGITS}十.第说提这那几有共]))"
    # 零点零八 is a number, 零点零八分 a time.
    rf"(?!零点零{_ONE_TO_NINE}(?!分))"
    rf"(?P<hour>{_HOUR})(?:点|(?<=[0-9])时(?![间候段长不]))"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_MINUTE})分?|[钟整])?"
    # 三点五公里, 两点建议, 八点击: a digit or such a word after 点 makes it none.
    r"(?![0-9二三四五六七八九零击餐菜外赞评名儿积]|建议|意见|要求|原因|疑问|一(?![直定般过到起共]))多?"
)
# 快一点 and 有一点: one o'clock shows itself by what follows, or by a part of a day before.
_ONE_OCLOCK: Final = re.compile(r"[前到]|[之以][前后]|左右")


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a day by its name."""

    start: int
    end: int
    name: str

    @property
    def leans(self) -> bool:
        """Whether it is one character, which means it only beside a day or an hour."""
        return len(self.name) == 1

    @property
    def last(self) -> str:
        """Its end, as in `Clock.spec`."""
        return "T23:59" if self.name in _NIGHT else f"T{_ENDS[self.name]:02}:00"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said: `exact` in 24 hours, otherwise perhaps in 12."""

    start: int
    end: int
    hour: int
    minute: int
    exact: bool
    vague: bool
    """Whether 一点 may be "a little" where nothing before tells a time."""

    def spec(self, period: str | None, first: "Clock | None" = None) -> str:
        """As `models.slots.due` reads it, in a part of the day; `first` begins a stretch."""
        hour = _in(period, self.hour)
        sure = self.exact or period is not None or self.hour > 12 or self.hour == 0
        if first is not None and not self.exact and hour < _in(period, first.hour):
            hour, sure = hour + 12, True
        return f"T{hour:02}:{self.minute:02}{'' if sure else '?'}"


def periods(text: str) -> list[Period]:
    """The parts of a day that are named."""
    return [Period(*m.span(), m[0]) for m in _PERIOD.finditer(text)]


def clocks(text: str) -> list[Clock]:
    """The times of day that are named."""
    return [_clock(m) for m in _CLOCK.finditer(text)]


def _clock(m: re.Match[str]) -> Clock:
    if m["h"]:
        return Clock(*m.span(), int(m["h"]), int(m["m"]), exact=True, vague=False)
    minute = 30 if m["half"] else whole(m["minute"] or "0")
    minute = {"一": 15, "三": 45}.get(m["quarter"], minute)
    bare = m[0] == "一点" and not _ONE_OCLOCK.match(m.string, m.end())
    return Clock(*m.span(), whole(m["hour"]), minute, exact=False, vague=bare)


def _in(period: str | None, hour: int) -> int:
    """The hour of 24; small hours of a night count on, so that 今晚一点 is tomorrow's."""
    if period in _NIGHT:
        if hour in (0, 12):
            return 24
        return hour + (24 if hour <= 4 else 12 if hour < 12 else 0)
    if period in ("下午", "傍晚", "下班前"):
        return hour + 12 if 0 < hour < 12 else hour
    if period == "中午":
        return hour + 12 if 0 < hour <= 3 else hour
    return hour % 12 if period == "凌晨" else hour
