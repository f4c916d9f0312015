"""Private numbers are hidden, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.private import Mask, struck

_LINES = st.text("我的电话订单号身份证卡是0123456789 -*Xx@.comSF‹›号码元天", max_size=40)


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("打13812345678找我", "打‹号码1›找我"),
        ("订单20240921774900还没到", "订单‹号码1›还没到"),
        ("单号SF1234567890123", "单号‹号码1›"),
        ("身份证11010119900307777X的", "身份证‹号码1›的"),
        ("卡6222021234567890扣了300元", "卡‹号码1›扣了300元"),
        ("138****5678", "‹号码1›"),
        ("发到a.b@example.com", "发到‹号码1›"),
        ("幺三八一二三四五六七八", "‹号码1›"),
        ("花了12800元，等了三天，明天18:30到", "花了12800元，等了三天，明天18:30到"),
    ],
)
def test_what_names_a_person_or_a_case_is_hidden(line: str, hidden: str) -> None:
    mask = Mask()
    assert mask.hide(line) == hidden
    assert mask.show(hidden) == line


def test_what_is_struck_out_does_not_come_back() -> None:
    assert struck("打13812345678，卡6222021234567890扣了300元") == "打…，卡…扣了300元"


def test_the_same_number_always_looks_the_same() -> None:
    mask = Mask()
    assert mask.hide("打13812345678") == "打‹号码1›"
    assert mask.hide("13912345678不通，打13812345678") == "‹号码2›不通，打‹号码1›"


def test_a_number_that_was_never_hidden_stays() -> None:
    assert Mask().show("‹号码1›和‹号码0›") == "‹号码1›和‹号码0›"


@given(_LINES.filter(lambda line: "‹" not in line))
def test_what_was_hidden_comes_back(line: str) -> None:
    mask = Mask()
    assert mask.show(mask.hide(line)) == line
