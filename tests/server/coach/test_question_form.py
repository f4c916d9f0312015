"""In what form a customer asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.coach.question_form import FORMS, asked


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("收钱吗", "whether"),
        ("上门量尺寸要不要钱", "whether"),
        ("能带上飞机不", "whether"),
        ("奶粉能带吧", "whether"),
        ("自己换？", "whether"),
        ("还没退？", "whether"),
        ("怎么退", "how"),
        ("他怎么知道我住几号", "why"),
        ("我怎么知道到没到", "how"),
        ("咋弄啊", "how"),
        ("如何注销账号", "how"),
        ("多少钱", "how_much"),
        ("能退多少", "how_much"),
        ("什么时候能退吗", "when"),
        ("修要多久", "when"),
        ("几号发", "when"),
        ("在哪看", "where"),
        ("到哪了", "where"),
        ("这两个哪个好", "which"),
        ("为什么要我付两次", "why"),
        ("怎么还没到", "why"),
        ("这两个为什么价格不一样", "why"),
        ("质量怎么样", None),
        ("不怎么好用", None),
        ("什么时候都行", None),
        ("我想了解一下退费规定", None),
        ("送哪栋几号楼写错了", None),
        ("什么是免息", None),
        ("什么？", None),
        ("", None),
    ],
)
def test_a_question_has_the_form_in_which_it_is_asked(text: str, form: str | None) -> None:
    assert asked(text) == form


def test_of_several_questions_the_last_is_to_be_answered() -> None:
    assert asked("多少钱？怎么付") == "how"
    assert asked("怎么退，我急用，谢谢") == "how"


@given(st.text(alphabet="怎么多少钱吗几哪为什？?，。 不没天我a1", max_size=40))
def test_any_text_has_a_known_form_or_none(text: str) -> None:
    assert asked(text) in (None, *FORMS)
