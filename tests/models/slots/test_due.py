"""Until when promises hold."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.slots.due import resolve, resolve_ms
from models.slots.finder import find
from tests.models.slots.test_finder import TEXTS

_TABLE = Path(__file__).with_name("due.tsv").read_text(encoding="utf-8")
_CASES = [
    pytest.param(*row.split("\t")[:2], id=f"due.tsv:{line}")
    for line, row in enumerate(_TABLE.splitlines(), start=1)
    if row and not row.startswith("#")
]
_CHINA = timezone(timedelta(hours=8))
_NOW = datetime(2026, 11, 18, 14, 10, tzinfo=_CHINA)
_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(_CHINA))
_FORWARD = (
    *(
        "今天",
        "今晚",
        "明天上午",
        "明早",
        "后天",
        "大后天下午三点",
        "周一",
        "周三上午",
        "周日晚上八点",
    ),
    *(
        "周五前",
        "下周",
        "下周二",
        "下下周三",
        "本周内",
        "月底",
        "月初",
        "3号",
        "31号下午",
        "2月29号",
    ),
    *("11月3号", "12月底", "下个月", "下个月31号", "年底", "明年1月1号", "20:30", "0:00", "三点"),
    *("十二点", "八点半", "下午", "上午9点", "晚上十二点", "下班前", "8点到10点", "零点", "24点前"),
    *(
        "三天内",
        "半小时",
        "3-5个工作日",
        "一个工作日",
        "一周左右",
        "一个月",
        "半年",
        "一年零三个月",
    ),
)


def _value(words: str) -> str:
    (slot,) = find(words)
    assert slot.value is not None
    assert (slot.start, slot.end) == (0, len(words))
    return slot.value


@pytest.mark.parametrize(("words", "until"), _CASES)
def test_a_promise_holds_until(words: str, until: str) -> None:
    due = resolve(_value(words), _NOW)
    assert f"{due:%Y-%m-%d %H:%M}" == until
    assert due.tzinfo is _CHINA


@pytest.mark.parametrize("words", _FORWARD)
@given(now=_TIMES)
def test_what_looks_forward_is_never_over(words: str, now: datetime) -> None:
    assert resolve(_value(words), now) >= now.replace(second=0, microsecond=0)


@given(now=_TIMES, days=st.integers(1, 60))
def test_working_days_end_on_working_days(now: datetime, days: int) -> None:
    due = resolve(f"P{days}D working", now)
    between = (
        now.date() + timedelta(each) for each in range(1, (due.date() - now.date()).days + 1)
    )
    assert due.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == days


@given(now=_TIMES, hours=st.integers(1, 9999))
def test_hours_run_exactly(now: datetime, hours: int) -> None:
    assert resolve(_value(f"{hours}小时内"), now) == now + timedelta(hours=hours)


@given(text=TEXTS, now=_TIMES)
def test_whatever_time_is_found_can_be_resolved(text: str, now: datetime) -> None:
    for slot in find(text):
        if slot.kind in ("date", "duration") and slot.value is not None:
            assert resolve(slot.value, now).tzinfo is now.tzinfo


@given(now=_TIMES)
def test_the_zone_of_now_decides_what_today_is(now: datetime) -> None:
    there = now.astimezone(UTC)
    assert resolve("D+0", there).date() == there.date()
    assert resolve("D+0", now.replace(tzinfo=None)).tzinfo is None


@pytest.mark.parametrize("when", ["", "T", "tomorrow", "D+1T", "T3:00", "P", "P3", "299.00"])
def test_what_is_no_time_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match=r"names no|no length"):
        resolve(when, _NOW)


@given(st.sampled_from(("D+1T12:00", "PT2H after", "P3D working", "-W-5", "---31")), _TIMES)
def test_in_milliseconds_it_is_the_same_moment(when: str, now: datetime) -> None:
    now = now.replace(microsecond=0)
    ms = resolve_ms(when, round(now.timestamp() * 1000), 480)
    assert datetime.fromtimestamp(ms / 1000, _CHINA) == resolve(when, now)
