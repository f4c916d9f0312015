"""The writer: only what passed is told, and whatever goes wrong leaves the suggestion as it was."""

import logging

import pytest

from server.coach.playbook import Playbook
from server.coach.rewriting import Task
from server.writing.endpoint import Endpoint
from server.writing.writer import Outcome, Writer
from tests.server.writing.model import Model, serving_model

_DRAFT = "您订的衬衫还没发，等急了吧，抱歉。我马上催‹负责人›，‹时限›给您准信。"
_FACT = "您订的衬衫还没发"
_GOOD = "您订的衬衫还没发，等急了吧，抱歉。我这就催‹负责人›，‹时限›回您。"
_TASK = Task(_DRAFT, "warm", "怎么还没发", _FACT)


async def _rewritten(
    model: Model, playbook: Playbook, task: Task = _TASK, seconds: float = 10
) -> tuple[Outcome, list[str]]:
    told: list[str] = []
    async with serving_model(model) as served, Endpoint(served.url, "m", None, seconds) as endpoint:
        return await Writer(endpoint, seconds).rewrite(task, playbook, told.append), told


async def test_it_comes_sentence_by_sentence(playbook: Playbook) -> None:
    outcome, told = await _rewritten(Model(pieces=tuple(_GOOD)), playbook)
    assert outcome == Outcome(_GOOD)
    assert told == ["您订的衬衫还没发，等急了吧，抱歉。", _GOOD]


async def test_what_surrounds_it_is_taken_off(playbook: Playbook) -> None:
    outcome, told = await _rewritten(Model(pieces=("“", _GOOD, "”\n")), playbook)
    assert outcome == Outcome(_GOOD)
    assert told == [_GOOD]


@pytest.mark.parametrize(
    ("pieces", "code", "told"),
    [
        ((_GOOD[:17], "我给您补偿3", "0元，‹负责人›‹时限›回您。"), "amount", [_GOOD[:17]]),
        (("您订的衬衫还没发，我三天内回您。", "抱歉。"), "time", []),
        ((_GOOD.replace("‹时限›", ""),), "slot_missing", [_GOOD.replace("‹时限›", "")]),
        (("Sorry. ",), "language", []),
        (("",), "empty", []),
        ((_GOOD, "请放心。"), "promise", [_GOOD]),
        ((_GOOD, "请放" * 100), "too_long", [_GOOD]),
    ],
)
async def test_what_does_not_pass_is_neither_told_nor_given(
    playbook: Playbook, pieces: tuple[str, ...], code: str, told: list[str]
) -> None:
    outcome, heard = await _rewritten(Model(pieces=pieces), playbook)
    assert outcome == Outcome(refused=code)  # type: ignore[arg-type]
    assert heard == told


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (Model(status=503), "unreachable"),
        (Model(raw=b"?"), "garbled"),
        (Model(pieces=(_GOOD,), finish=None), "cut"),
        (Model(pieces=(_GOOD,), breaks=True), "cut"),
        (Model(pieces=tuple(_GOOD), finish="length"), "cut"),
    ],
)
async def test_trouble_with_the_endpoint_is_a_refusal(
    playbook: Playbook, model: Model, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "server")
    outcome, _ = await _rewritten(model, playbook)
    assert outcome == Outcome(refused=code)  # type: ignore[arg-type]
    assert "衬衫" not in caplog.text


async def test_a_slow_one_is_given_up_and_hung_up_on(playbook: Playbook) -> None:
    model = Model(pieces=tuple(_GOOD * 20), pause=0.05)
    outcome, _ = await _rewritten(model, playbook, seconds=0.4)
    assert outcome == Outcome(refused="timeout")
    assert model.hung_up.is_set()


async def test_one_that_never_begins_is_given_up(playbook: Playbook) -> None:
    outcome, told = await _rewritten(Model(pause=30), playbook, seconds=0.3)
    assert outcome == Outcome(refused="timeout")
    assert told == []


async def test_private_numbers_stay_in_the_house_and_come_back(playbook: Playbook) -> None:
    draft = "您的订单20240921774900还没发，我马上催，‹时限›回您。"
    said = "我13812345678，身份证110101199003077774，卡号6222021234567890，‹时限›"
    model = Model(pieces=("您的订单‹号码1›还没发，我这就催，‹时限›回您。",))
    outcome, told = await _rewritten(model, playbook, Task(draft, "brief", said))
    assert outcome.text == "您的订单20240921774900还没发，我这就催，‹时限›回您。"
    assert told == [outcome.text]
    (asked,) = model.asked
    for number in ("20240921774900", "13812345678", "110101199003077774", "6222021234567890"):
        assert number not in str(asked)


async def test_nothing_but_draft_tone_last_line_and_fact_goes_out(playbook: Playbook) -> None:
    model = Model()
    await _rewritten(model, playbook)
    (asked,) = model.asked
    writing = playbook.writing
    assert asked["messages"][0] == {"role": "system", "content": writing.system}
    assert asked["messages"][-1]["content"].split("\n") == [
        f"语气：{writing.tones['warm']}",
        "客户刚才说：怎么还没发",
        f"客户说的事实：{_FACT}",
        f"原句：{_DRAFT}",
    ]
    assert set(asked) == {"model", "messages", "stream", "temperature", "max_tokens"}
