"""What lines name, and that any text is searched without harm."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.slots.finder import find
from models.slots.products import Products
from models.slots.slot import Slot

PRODUCTS = Products(["手机", "手机壳", "洗衣机", "衬衫", "宽带", "ETC"])
_TABLE = Path(__file__).with_name("lines.tsv").read_text(encoding="utf-8")
_CASES = [
    pytest.param(*row.split("\t")[:2], id=f"lines.tsv:{line}")
    for line, row in enumerate(_TABLE.splitlines(), start=1)
    if row and not row.startswith("#")
]
_FRAGMENTS = st.sampled_from(
    [
        *(
            [
                "今天",
                "明",
                "周五",
                "上",
                "下个月",
                "3号",
                "11月",
                "月底",
                "8点",
                "三点半",
                "下午",
                "前",
                "后",
                "内",
                "到",
                "-",
                "20:30",
                "第",
                "每",
            ]
        ),
        *(
            [
                "半",
                "个",
                "小时",
                "天",
                "年",
                "工作日",
                "三百",
                "两",
                "万",
                "亿",
                "零",
                "〇",
                "点",
                "块",
                "元",
                "毛",
                "分钱",
                "多",
                "左右",
                "￥",
                "w",
                ".",
                ",",
                "：",
            ]
        ),
        *(
            [
                "订单号",
                "快递单号",
                "SF",
                "工单",
                "[ORDERID_",
                "]",
                "138",
                "13800138000",
                "幺三八",
                "****",
                "95588",
                "400-820-",
            ]
        ),
        *(["手机", "ETC", "１２", "٣", "İ"]),
        " ",
        "\0",
    ]
)
TEXTS = st.text(max_size=60) | st.lists(_FRAGMENTS, max_size=12).map("".join)


def _shown(text: str, slot: Slot) -> str:
    return f"{slot.kind}[{text[slot.start : slot.end]}]={slot.value or '?'}"


def test_every_row_says_why_it_is_there() -> None:
    rows = [row.split("\t") for row in _TABLE.splitlines() if row and not row.startswith("#")]
    assert len(rows) >= 80
    assert [row for row in rows if len(row) != 3 or not row[2]] == []
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(("text", "expected"), _CASES)
def test_a_line_names_what_it_names(text: str, expected: str) -> None:
    found = [_shown(text, slot) for slot in find(text, PRODUCTS)]
    assert (" ".join(found) or "-") == expected


@given(TEXTS)
def test_any_text_is_searched_and_slots_lie_in_it_one_after_the_other(text: str) -> None:
    found = find(text, PRODUCTS)
    places = [place for slot in found for place in (slot.start, slot.end)]
    assert all(slot.start < slot.end for slot in found)
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))


@given(TEXTS)
def test_the_same_text_names_the_same(text: str) -> None:
    assert find(text, PRODUCTS) == find(text, PRODUCTS)


@given(TEXTS)
def test_values_have_the_form_of_their_kind(text: str) -> None:
    forms = {
        "phone": r"\+\d+",
        "order": r"[A-Z0-9-]+",
        "tracking": r"[A-Z0-9-]+",
        "amount": r"\d+\.\d\d",
        "duration": r"P\S+(?: working)?(?: (?:within|ago|after))?",
        "date": r"\S+",
        "product": r"\S+",
    }
    for slot in find(text, PRODUCTS):
        assert slot.value is None or re.fullmatch(forms[slot.kind], slot.value), slot


@given(yuan=st.integers(0, 99_999_999), unit=st.sampled_from(["元", "块钱"]))
def test_a_sum_in_figures_is_its_value(yuan: int, unit: str) -> None:
    (slot,) = find(f"退我{yuan}{unit}")
    assert (slot.kind, slot.value) == ("amount", f"{yuan}.00")


@given(st.integers(10**15, 10**16 - 1))
def test_an_order_is_found_by_its_word_and_without(number: int) -> None:
    for text in (f"订单号{number}", f"{number}这单"):
        (slot,) = find(text)
        assert (slot.kind, slot.value) == ("order", str(number))


@pytest.mark.parametrize(
    "text", ["9" * 2000, "一" * 2000, "1 2-3" * 400, "周" * 2000, "三点" * 1000]
)
def test_the_longest_lines_are_searched(text: str) -> None:
    assert all(0 <= slot.start < slot.end <= len(text) for slot in find(text, PRODUCTS))
