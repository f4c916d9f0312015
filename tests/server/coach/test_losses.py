"""What is heard as a loss, and what as a sum that is asked for."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from server.coach.losses import Claim
from tests.server import given


def _heard(*lines: str, intent: str = "request_compensation") -> Claim:
    claim = Claim()
    for seq, line in enumerate(lines, start=1):
        if line.startswith("客服："):
            turn = given.agent(seq, line.removeprefix("客服："))
            claim = claim.after(turn, given.RULES.losses)
        else:
            said = given.customer(seq, line, "calm", intent, "resolve")
            claim = claim.after(said, given.RULES.losses)
    return claim


@pytest.mark.parametrize(
    ("line", "loss"),
    [
        ("我自己打车花了80元", 80),
        ("打车去40元，回来又40元", 80),
        ("你们多扣了我30块", 30),
        ("每个月多扣30元，一共90元", 90),
        ("买的时候599元，现在降到499元", 100),
        ("买的599元，现在降价卖499元，差了100元", 100),
        ("现在降到499元了", 0),
        ("三百块的锅，到手是碎了的", 300),
        ("打车花了80元，手续费又扣了30元", 110),
        ("请假一天跑过来", 200),
        ("我等了三天", 60),
        ("等了两个小时", 20),
        ("等了二十个小时", 20),
        ("打车80元，等了一天", 100),
        ("等了两个月", 200),
        ("定损才给我3000元，修车花了8000元", 8000),
        # An order's amount alone is no loss, neither is what is spent or has been put in.
        ("我这单299元", 0),
        ("订单金额299元，少发了一件", 0),
        ("快递丢了，我每年在你们这里消费五万元", 0),
        # No time that has gone.
        ("三天前买的", 0),
        ("三天内给我答复", 0),
        # What is asked for is not lost as well, unless the same words say so.
        ("打车花了80元，赔我500元", 80),
        ("赔我误工费500元", 500),
    ],
)
def test_a_loss_is_what_the_line_says_was_lost(line: str, loss: float) -> None:
    assert _heard(line).loss == loss


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("赔我500元", 500),
        ("赔我五百", 500),
        ("至少要补偿两千块", 2000),
        ("你们退我300元", 300),
        ("打车花了80元，赔我500元", 500),
        ("赔500元？打发谁呢", None),
        ("你们才赔50元", None),
        ("我不要你们赔这500元", None),
        ("已经退了300元", None),
        ("我这单299元", None),
        ("多扣的300元退给我", None),
    ],
)
def test_a_sum_is_asked_for_where_the_words_before_it_say_so(
    line: str, asked: float | None
) -> None:
    figure = _heard(line).asked
    assert (figure and figure.yuan) == asked


def test_who_repeats_the_agents_figure_does_not_ask_for_it() -> None:
    assert _heard("客服：给您补100元", "赔100元太敷衍了").asked is None
    assert _heard("客服：给您补100元", "赔我200元").asked is not None


def test_who_tells_it_again_has_not_lost_it_twice() -> None:
    assert _heard("打车花了80元", "我打车都花了80元", "打车来回160元").loss == 160


def test_the_line_that_shows_it_is_kept() -> None:
    claim = _heard("你好", "打车花了80元", "赔我500元")
    assert [(loss.seq, loss.quote) for loss in claim.losses] == [(2, "打车花了80元")]
    assert claim.asked
    assert (claim.asked.seq, claim.asked.quote) == (3, "赔我500元")


@pytest.mark.parametrize(
    ("lines", "intent", "at_issue"),
    [
        (["打车花了80元"], "request_compensation", True),
        (["赔我500元"], "request_compensation", True),
        (["你们得赔"], "request_compensation", False),
        (["多扣了30元，退给我"], "request_refund", True),
        (["退我299元"], "request_refund", False),
        (["赔我500元，不然就曝光"], "threaten", True),
        (["不处理我就曝光"], "threaten", False),
        (["打车花了80元"], "report_problem", False),
    ],
)
def test_money_is_at_issue_where_a_wish_meets_a_figure(
    lines: list[str], intent: str, at_issue: bool
) -> None:
    assert _heard(*lines, intent=intent).is_at_issue == at_issue


def test_it_is_no_longer_at_issue_after_the_thanks() -> None:
    claim = _heard("打车花了80元，赔我")
    thanks = given.customer(2, "谢谢", "pleased", "thank", "thank")
    assert not claim.after(thanks, given.RULES.losses).is_at_issue


_LINES = (
    "打车花了80元",
    "客服：给您补30元",
    "赔我500元",
    "等了三天",
    "好",
    "多扣了20元",
    "客服：50元",
)


@drawn(st.lists(st.sampled_from(_LINES), max_size=20))
def test_what_is_kept_is_bounded_and_a_loss_never_falls(lines: list[str]) -> None:
    claim = _heard(*lines)
    assert len(claim.losses) <= 3
    assert len(claim.sums) <= 6
    assert claim.loss <= 160
    assert _heard(*lines, "你好").loss == claim.loss
    assert _heard(*lines, "打车花了70元").loss >= claim.loss
