"""What a line says has happened."""

import pytest

from server.coach.mention import Sparing, mentions

_SPARING = Sparing(denied=("没",), unless=("吗",), imagined=("要是",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("他摸了我的腿", True),
        ("他摸我，腿都软了", False),
        ("摸了半天什么也没有找到我的腿", False),
        ("没摸我腿", False),
        ("没摸我腿，后来摸了我腿", True),
        ("摸了你的腿吗", False),
        ("要是他摸我腿怎么办", False),
        ("要是晚上一个人坐车，他摸我腿怎么办", False),
        ("要是早点报就好了。他摸了我的腿", True),
        ("摸了我的腿还叫我下车我站在路边等了一个钟头你们来过人吗", True),
        ("", False),
    ],
)
def test_a_gap_is_bridged_in_a_clause_and_what_did_not_happen_is_not_said(
    text: str, said: bool
) -> None:
    assert mentions(text, ("摸…腿",), _SPARING) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我打12345了", True),
        ("12345管不管", True),
        ("单号是8812345670", False),
        ("付了123450元", False),
        ("先打了110", True),
        ("打了第1101个电话", False),
    ],
)
def test_a_number_within_a_longer_one_is_another_number(text: str, said: bool) -> None:
    assert mentions(text, ("12345", "打…110"), Sparing()) is said
