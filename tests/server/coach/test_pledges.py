"""What in an agent's line is a promise, whose, and until when."""

from datetime import UTC, datetime

import pytest

from server.coach.pledge_rules import Action, PledgeRules
from server.coach.pledges import AGENT, actions_done, pledges, vague_pledge
from tests.server import given

_RULES = given.RULES.promises
# Monday 2 March 2026, 09:00 in China.
_AT = 1_772_413_200_000


def _said(text: str, at: int = _AT, feel: tuple[str, ...] = ("link",)) -> list[tuple[str, str]]:
    """Owner and day and time of the promises of a line."""
    found = pledges(given.agent(1, text, ["resolve"], feel, at=at), _RULES)
    return [(each.owner, "" if each.due is None else _clock(each.due)) for each in found]


def _clock(due: int) -> str:
    return datetime.fromtimestamp(due / 1000 + 8 * 3600, UTC).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("24小时内退款", AGENT, "03 09:00"),
        ("明天上午师傅上门", "师傅", "03 12:00"),
        ("我两小时后给您回电", AGENT, "02 11:00"),
        ("半小时给您回电", AGENT, "02 09:30"),
        ("我让仓库优先找您的件，今天下班前处理", "仓库", "02 18:00"),
        ("主管30分钟内致电", "主管", "02 09:30"),
        ("我改派给邻区的谷师傅 明天下午一点到三点", "师傅", "03 15:00"),
        ("好，顺丰空运，后天到", AGENT, "04 23:59"),
        ("可以，19点前", AGENT, "02 19:00"),
        ("明天上午，师傅会上门", "师傅", "03 12:00"),
        ("明天8点～10点上门", AGENT, "03 10:00"),
        ("维修员在1.2公里外，12分钟到", "维修员", "02 09:12"),
        ("退款已提交，三天内到账", AGENT, "05 23:59"),
        ("我催一下师傅，十分钟内给您回话", AGENT, "02 09:10"),
        ("我马上联系物业，10分钟给您答复", AGENT, "02 09:10"),
        ("已转给主管，今天18点前回电", "主管", "02 18:00"),
        ("给师傅打电话确认，10分钟后给您回话", AGENT, "02 09:10"),
        ("今天17点前两个号都永久屏蔽", AGENT, "02 17:00"),
    ],
)
def test_a_promise_has_an_owner_and_a_time(text: str, owner: str, due: str) -> None:
    assert _said(text) == [(owner, due)]


@pytest.mark.parametrize(
    "text",
    [
        "一般3到5天到账",
        "通常24小时内回复",
        "预计明天送到",
        "陆运到三亚要5-6天",
        "免费延保一年",
        "昨天已经给您退款",
        "财务今早解封了查询口",
        "您拉一个名单，今天20点前发我",
        "零点零八 就是八十克 我们赔给您",
        "这台三个月前售出过一次，七天后退回",
        "您48小时内报案",
        "麻烦您明天上午把旧件寄回来",
        "您明天收到后三天内验货",
        "明天下午给您送，可以吗？",
        "今晚七点上门行吗",
        "要不要今天下午上门",
        "如果周五没到，下周一给您补发",
        "三天之内不收保管费",
        "开场前半小时我发提醒",
        "付款后5分钟开通",
        "那先取出电池等一分钟再装回",
        "合同里写了四小时内恢复",
        "请问您昨天几点下的单",
        "好的",
        "他今天起停职",
        "我想确认两件事：这批客户里，今天、明天就要用钱的，有几位？",
    ],
)
def test_what_only_looks_like_a_promise_is_none(text: str) -> None:
    assert _said(text) == []


def test_a_line_can_hold_several_promises() -> None:
    text = "明天十点上门，周五下班前打款。"
    assert _said(text) == [(AGENT, "03 10:00"), (AGENT, "06 18:00")]


def test_what_has_a_time_of_its_own_is_not_part_of_another_promise() -> None:
    line = given.agent(1, "21点公告，24点退款", ["resolve"], ["link"], at=_AT)
    assert [each.words for each in pledges(line, _RULES)] == ["21点公告", "24点退款"]


def test_without_a_commitment_in_the_reading_one_must_speak_for_oneself() -> None:
    assert _said("签收24小时内退款", feel=()) == []
    assert _said("我24小时内给您退款", feel=()) == [(AGENT, "03 09:00")]


def test_where_nobody_knows_when_it_was_said_a_promise_has_no_due_time() -> None:
    assert _said("24小时内退款", at=0) == [(AGENT, "")]
    assert _said("昨天退款了", at=0) == []


def test_the_words_of_a_promise_are_understood_by_themselves() -> None:
    (found,) = pledges(given.agent(1, "顺丰空运，后天到。", (), ["link"], at=_AT), _RULES)
    assert found.words == "顺丰空运，后天到"
    (found,) = pledges(given.agent(1, "您放心，明天中午我把单号发您。", (), ["link"]), _RULES)
    assert found.words == "明天中午我把单号发您"


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("已经给您退款了", {"退款"}),
        ("刚才师傅已经上门修过了", {"上门"}),
        ("补的那件发出了，已经发货", {"发货"}),
        ("已经给您提交退款申请", set()),
        ("退款还没到账", set()),
        ("您是说已经退款了吗", set()),
        ("已经为您安排师傅上门", set()),
    ],
)
def test_done_is_what_the_agent_says_is_done(text: str, actions: set[str]) -> None:
    assert actions_done(text, _RULES) == actions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("好的，我会尽快处理", "我会尽快处理"),
        ("有结果我第一时间联系您", "有结果我第一时间联系您"),
        ("专员会尽快联系您的", "专员会尽快联系您的"),
        ("请您尽快把材料寄回来", ""),
        ("系统稍后自动发短信", ""),
        ("今天下午有结果", ""),
        ("我尽快处理可以吗", ""),
        ("请稍后", ""),
    ],
)
def test_a_promise_without_a_time_is_noticed(text: str, words: str) -> None:
    assert vague_pledge(given.agent(1, text), _RULES) == words


def test_the_clock_is_the_customers() -> None:
    east = PledgeRules("+09:30", (Action("上门", ("上门",)),))
    west = PledgeRules("-05:00", (Action("上门", ("上门",)),))
    turn = given.agent(1, "今天18点上门", (), ["link"], at=_AT)
    assert (east.east, west.east) == (570, -300)
    (found,) = pledges(turn, east)
    assert found.due == _AT + (18 * 60 - 10 * 60 - 30) * 60_000
    # There it is Sunday evening: its 18:00 has passed.
    assert pledges(turn, west) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("好 明天上午十点 叫本地的同事过去", "明天上午十点 叫本地的同事过去"),
        ("明天上午10点经侦、商务、司法三家给您答复", "明天上午10点经侦、商务、司法三家给您答复"),
        ("可以，19点前", "可以，19点前"),
    ],
)
def test_a_promise_is_told_in_whole_clauses(text: str, words: str) -> None:
    (found,) = pledges(given.agent(1, text, ["resolve"], ["link"], at=_AT), _RULES)
    assert words in found.words
