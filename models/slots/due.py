"""Until when a promise holds: from the value of a `date` or `duration` slot to a moment.

The value of a date is a day, a time of day, or both:

| day | means |
|---|---|
| `2026-11-03`, `Y+1-11-03` | that day; the day in last, this or next year |
| `--11-03`, `---03`, `-W-5` | the next 3 November, third of a month, Friday |
| `D+1`, `M+1-10`, `W+1-5` | by days, months, weeks from now: tomorrow, the 10th of next month |
| `T15:00`, `T03:00?` | at 15:00; at 3 of a twelve-hour dial. Hours over 23 are the next day's |

The value of a duration is ISO 8601, with `working` where only working days count, and
`within`, `after` or `ago` where it is said: `P5D working within`.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

_DAY: Final = re.compile(
    r"(?P<year>\d{4}|Y[+-]\d|-)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|---(?P<any>\d\d)|-W-(?P<weekday>\d)"
    r"|D(?P<days>[+-]\d)|M(?P<months>[+-]\d)-(?P<in_month>\d\d)|W(?P<weeks>[+-]\d)-(?P<in_week>\d)"
)
_TIME: Final = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d)(?P<dial>\??)")
_LENGTH: Final = re.compile(
    r"P(?=T?\d)"
    + "".join(rf"(?:(?P<{name}>[\d.]+){name})?" for name in "YMWD")
    + r"(?:T"
    + "".join(rf"(?:(?P<T{name}>[\d.]+){name})?" for name in "HMS")
    + ")?"
)
_SATURDAY: Final = 5
# Said of a day without more, one to six is the afternoon.
_AFTERNOON_UNTIL: Final = 6


def resolve(when: str, now: datetime) -> datetime:
    """The latest moment that still keeps a promise made `now`, in the timezone of `now`.

    A part of a day lasts until its end (明天上午 until 12:00, 下午 until 18:00, 今晚 until
    23:59), a day, week or month until 23:59 of its last day. 前 changes nothing: before 15:00
    is 15:00, and before Friday, as customers understand it, is in the course of Friday. What
    names no year, month or week looks forward, and rolls on to the next such day or hour when
    this one has passed; 上 and 昨 look back. A dial's hour is today's next one, on another day
    the one of the working day. Hours and minutes run from `now` exactly, days and longer until
    23:59 of the last, working days leave out Saturday and Sunday.

    Raises:
        ValueError: `when` is no value of a date or a duration.
    """
    if when.startswith("P"):
        return _after(when, now)
    day, mark, clock = when.partition("T")
    if not (clock if mark else day):
        raise ValueError(f"{when!r} names no time")
    moments = [
        datetime.combine(each, time(), now.tzinfo) + offset
        for each in _days(day, now.date())
        for offset in _offsets(clock or "23:59", each == now.date())
    ]
    since = now.replace(second=0, microsecond=0)
    return next((moment for moment in moments if moment >= since), moments[-1])


def resolve_ms(when: str, at: int, east: int) -> int:
    """`resolve` in ms since 1970, said `at` where clocks are `east` minutes ahead of UTC.

    Raises:
        ValueError: `when` is no value of a date or a duration.
    """
    now = datetime.fromtimestamp(at / 1000, timezone(timedelta(minutes=east)))
    return round(resolve(when, now).timestamp() * 1000)


def _days(spec: str, today: date) -> Iterator[date]:
    """The day meant; where it may be one of several, the earliest first."""
    if not spec:
        yield from (today, today + timedelta(1))
        return
    m = _DAY.fullmatch(spec)
    if m is None:
        raise ValueError(f"{spec!r} names no day")
    if m["month"]:
        for year in _years(m["year"], today):
            yield _clamped(year, int(m["month"]), int(m["day"]))
    elif m["any"]:
        yield from (_in_month(today, months, int(m["any"])) for months in (0, 1))
    elif m["weekday"]:
        ahead = (int(m["weekday"]) - today.isoweekday()) % 7
        yield from (today + timedelta(ahead), today + timedelta(ahead + 7))
    elif m["days"]:
        yield today + timedelta(int(m["days"]))
    elif m["months"]:
        yield _in_month(today, int(m["months"]), int(m["in_month"]))
    else:
        monday = today - timedelta(today.weekday()) + timedelta(weeks=int(m["weeks"]))
        yield monday + timedelta(int(m["in_week"]) - 1)


def _years(spec: str, today: date) -> tuple[int, ...]:
    if spec == "-":
        return today.year, today.year + 1
    return (today.year + int(spec[1:]) if spec.startswith("Y") else int(spec),)


def _in_month(today: date, months: int, day: int) -> date:
    years, month = divmod(today.month - 1 + months, 12)
    return _clamped(today.year + years, month + 1, day)


def _clamped(year: int, month: int, day: int) -> date:
    """That day, or the month's last where it has fewer."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _offsets(clock: str, is_today: bool) -> tuple[timedelta, ...]:
    m = _TIME.fullmatch(clock)
    if m is None:
        raise ValueError(f"{clock!r} names no time of day")
    hour, minute = int(m["hour"]), int(m["minute"])
    hours: tuple[int, ...] = (hour,)
    if m["dial"] and is_today:
        hours = (hour, hour + 12)
    elif m["dial"] and hour <= _AFTERNOON_UNTIL:
        hours = (hour + 12,)
    return tuple(timedelta(hours=each, minutes=minute) for each in hours)


def _after(when: str, now: datetime) -> datetime:
    length, *words = when.split()
    m = _LENGTH.fullmatch(length)
    if m is None:
        raise ValueError(f"{when!r} is no length of time")
    n = {name: float(count or 0) for name, count in m.groupdict().items()}
    sign = -1 if "ago" in words else 1
    exact = timedelta(hours=n["TH"], minutes=n["TM"], seconds=n["TS"])
    days = n["W"] * 7 + n["D"] + n["M"] % 1 * 30
    if "working" in words:
        moved = _working(now, sign * int(days)) + sign * timedelta(days % 1)
    else:
        moved = _moved(now, sign * int(n["Y"] * 12 + n["M"])) + sign * timedelta(days)
    moved += sign * exact
    if sign < 0 or exact or days % 1 or length == "P0D":
        return moved
    return moved.replace(hour=23, minute=59, second=0, microsecond=0)


def _working(start: datetime, days: int) -> datetime:
    step = timedelta(1 if days > 0 else -1)
    for _ in range(abs(days)):
        start += step
        while start.weekday() >= _SATURDAY:
            start += step
    return start


def _moved(start: datetime, months: int) -> datetime:
    return datetime.combine(_in_month(start.date(), months, start.day), start.timetz())
