"""Stored conversations told again: what other wordings and rules would have changed."""

import re
from dataclasses import replace
from pathlib import Path

from server.coach.asks import Answer, Ask
from server.coach.cards import Card, Row
from server.coach.coach import Guidance
from server.coach.playbook import Playbook
from server.coach.tier import TierRule, Tiers
from server.coach.visits import History, Visit
from server.coach.wording import Library
from server.review.retelling import Difference, Told, compare, retell
from server.store.records import (
    AdviceRecord,
    AgentReadingRecord,
    AnsweredRecord,
    AskedRecord,
    CustomerReadingRecord,
    KeptRecord,
    OpenedRecord,
    Record,
    UtteranceRecord,
)
from tests.server import given
from tests.server.gateway.parts import running

_SAID = (
    ("我的衬衫烂了，烫伤了手", "customer"),
    ("抱歉，您的手怎么样", "agent"),
    ("起泡了，你们怎么赔", "customer"),
)


async def _records(folder: Path, library: Library) -> list[Record]:
    async with running(folder, library) as parts:
        for text, role in _SAID:
            await parts.say("c", text, role)
        return await parts.log.read("c")


def _differences(records: list[Record], one: Playbook, other: Playbook) -> list[Difference]:
    return list(compare(retell(records, one), retell(records, other)))


async def test_what_was_advised_live_is_told_again_from_the_readings(
    tmp_path: Path, library: Library, playbook: Playbook
) -> None:
    records = await _records(tmp_path, library)
    live = [r.body.advice for r in records if isinstance(r.body, AdviceRecord)]
    told = list(retell(records, playbook))
    assert [(each.seq, each.role, each.text) for each in told] == [
        (seq, role, text) for seq, (text, role) in enumerate(_SAID, start=1)
    ]
    assert [each.guidance.advice for each in told if each.guidance.advice] == live


async def test_what_the_supervisor_granted_is_told_again(
    tmp_path: Path, library: Library, playbook: Playbook
) -> None:
    records = await _records(tmp_path, library)
    last = records[-1]
    beside = (
        AskedRecord(Ask("k1", "approval", 1, 300, "客户烫伤了手")),
        AnsweredRecord("k1", Answer(True, 200, "先付医药费")),
    )
    *_, told = retell([*(replace(last, body=body) for body in beside), *records], playbook)
    cards = {card.kind: card for card in told.guidance.cards}
    assert any("200" in row.text for row in cards["asks"].rows)


def test_of_a_card_only_the_lines_that_differ_are_told_and_times_as_on_a_clock() -> None:
    def told(limit: int) -> Told:
        rows = (
            Row("first_response", f"限{limit}秒", "open", limit * 60_000),
            Row("solution", "限1天"),
        )
        return Told(1, "customer", "在吗", Guidance(None, None, (Card("limits", rows),)), "inquiry")

    (found,) = compare([told(45)], [told(30)])
    assert found.what == "card limits"
    assert re.fullmatch(r"first_response 限45秒 \d\d-\d\d \d\d:\d\d", found.before)
    assert "solution" not in found.before + found.after
    assert list(compare([told(30)], [told(30)])) == []


def test_sentences_in_another_order_are_a_difference() -> None:
    def told(*say: str) -> Told:
        card = Card("path", (), say)
        return Told(1, "customer", "在吗", Guidance(None, None, (card,)), "inquiry")

    (found,) = compare([told("一", "二")], [told("二", "一")])
    assert (found.before, found.after) == ("一\n二", "二\n一")


async def test_the_same_playbook_differs_in_nothing(
    tmp_path: Path, library: Library, playbook: Playbook
) -> None:
    records = await _records(tmp_path, library)
    assert _differences(records, playbook, playbook) == []


async def test_a_changed_rule_and_a_changed_wording_are_shown_where_they_tell(
    tmp_path: Path, library: Library, playbook: Playbook
) -> None:
    records = await _records(tmp_path, library)
    strict = TierRule("burn", "critical", "烫伤", words=("烫伤",))
    bare = replace(playbook, rules=replace(playbook.rules, tiers=Tiers()))
    stricter = replace(playbook, rules=replace(playbook.rules, tiers=Tiers((strict,))))
    found = _differences(records, bare, stricter)
    assert {"inquiry → critical"} == {
        f"{each.before} → {each.after}" for each in found if each.what == "tier"
    }
    assert {each.seq for each in found if each.what == "tier"} == {1, 2, 3}
    nothing = replace(playbook, library=Library(dict.fromkeys(library.patterns, ())))
    found = _differences(records, playbook, nothing)
    assert {each.what for each in found} == {"wordings"}
    assert all(each.before and not each.after for each in found)


def test_an_utterance_that_was_never_read_is_passed_over(playbook: Playbook) -> None:
    told: list[Told] = list(retell([], playbook))
    assert told == []


async def test_who_the_customer_is_and_what_was_kept_is_told_again(
    tmp_path: Path, library: Library, playbook: Playbook
) -> None:
    opening, *said = await _records(tmp_path, library)
    before = Visit("b", opening.at - 1, "您的衬衫烂了", "angry")
    known = OpenedRecord("chat", "ecommerce-apparel", "", "7", History((before,), 1), vip=True)
    opened = replace(opening, body=known)
    assert "history" in _cards([opened, *said], playbook)
    assert "history" not in _cards([opening, *said], playbook)

    promised = given.agent(1, "半小时内给您退款", ["resolve"], ["link"])
    read = [
        Record("c", 1, opening.at, UtteranceRecord("e", "agent", promised.text)),
        Record("c", 1, opening.at, AgentReadingRecord(promised.reading)),
    ]
    asked = given.customer(2, "好了没有", "anxious", "urge", "empathize")
    then = [
        Record("c", 2, opening.at, UtteranceRecord("f", "customer", asked.text)),
        Record("c", 2, opening.at, CustomerReadingRecord(asked.reading)),
    ]
    assert "path" in _cards([opened, *read, *then], playbook)
    assert "path" not in _cards([opening, *read, *then], playbook)
    kept = Record("c", 1, opening.at, KeptRecord(1, True))
    assert _cards([opening, *read, *then], playbook)["promises"].rows[0].status == "open"
    assert _cards([opening, *read, kept, *then], playbook)["promises"].rows[0].status == "done"


def _cards(records: list[Record], playbook: Playbook) -> dict[str, Card]:
    *_, last = retell(records, playbook)
    return {card.kind: card for card in last.guidance.cards}
