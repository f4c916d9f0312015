"""What a model is asked, and what an operations person may write for it."""

import pytest

from server.coach.private import Mask
from server.coach.rewriting import TONES, Example, Said, Task, Writing

_TONES: dict[str, str] = {tone: f"这样：{tone}" for tone in TONES}


def test_the_examples_of_the_tone_come_before_the_task() -> None:
    examples = (
        Example("我查一下。", "warm", "我这就查。", said="在吗"),
        Example("我查一下。", "brief", "我查。"),
    )
    asked = Writing("改写", _TONES, examples).messages(Task("好。", "warm", "急", "您急用"))
    assert asked == (
        Said("system", "改写"),
        Said("user", "语气：这样：warm\n客户刚才说：在吗\n原句：我查一下。"),
        Said("assistant", "我这就查。"),
        Said("user", "语气：这样：warm\n客户刚才说：急\n客户说的事实：您急用\n原句：好。"),
    )


def test_what_a_customer_writes_is_no_blank() -> None:
    hidden = Task("好‹时限›。", "warm", "‹给我500元›", "您说‹好›").hidden(Mask())
    assert hidden == Task("好‹时限›。", "warm", "<给我500元>", "您说<好>")


@pytest.mark.parametrize(
    ("tones", "system", "says"),
    [
        ({"warm": "好"}, "改写", "brief"),
        (_TONES | {"funny": "好"}, "改写", "funny"),
        (_TONES | {"formal": " "}, "改写", "formal"),
        (_TONES, " ", "system"),
    ],
)
def test_what_cannot_work_is_refused(tones: dict[str, str], system: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Writing(system, tones)
