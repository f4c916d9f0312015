import pytest

from models import labels
from server.coach.cards import Card
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.playbook import Playbook
from tests.server import given
from tests.server.coach.parts import card_of, played

_ROOM = given.customer(1, "大床房变成双床，补我差价", "calm", "request_compensation", "resolve")
_OFFER = given.agent(1, "给您退一百差价可以吗", ["resolve", "negotiate"])
_NO = given.customer(1, "不行，我不同意", "calm", "deny", "negotiate")


def _card(
    playbook: Playbook, turns: list[CustomerTurn | AgentTurn], channel: str = "chat"
) -> Card | None:
    return card_of(playbook, played(playbook, turns, channel, "travel"), "alternatives")


def _options(card: Card | None) -> list[str]:
    assert card is not None
    assert card.say
    assert all(row.text in card.say[0] for row in card.rows)
    return [row.text for row in card.rows]


def test_a_rejected_offer_is_answered_with_a_choice_of_others(playbook: Playbook) -> None:
    options = _options(_card(playbook, [_ROOM, _OFFER, _NO]))
    assert len(options) == 3
    assert "退差价" not in options


def test_on_the_telephone_there_are_two(playbook: Playbook) -> None:
    card = _card(playbook, [_ROOM, _OFFER, _NO], "call")
    assert card is not None
    assert len([row for row in card.rows if row.text in card.say[0]]) == 2


def test_what_the_agent_then_offers_is_left_out_the_next_time(playbook: Playbook) -> None:
    first = _options(_card(playbook, [_ROOM, _OFFER, _NO]))
    named = given.agent(1, f"那我给您{first[0]}", ["negotiate"])
    again = _options(_card(playbook, [_ROOM, _OFFER, _NO, named, _NO]))
    assert first[0] not in again


@pytest.mark.parametrize("channel", labels.CHANNELS)
def test_no_sentence_comes_twice_however_often_it_is_rejected(
    playbook: Playbook, channel: str
) -> None:
    turns: list[CustomerTurn | AgentTurn] = [_ROOM]
    shapes: list[str] = []
    for _ in range(25):
        turns += [_OFFER, _NO]
        card = _card(playbook, turns, channel)
        assert card is not None
        for say in card.say:
            shapes.append(say)
            for row in card.rows:
                shapes[-1] = shapes[-1].replace(row.text, "‹›")
    assert len(shapes) == len(set(shapes)) >= 5


def test_a_sum_above_the_authority_brings_them_and_one_below_does_not(playbook: Playbook) -> None:
    much = given.customer(1, "赔我5000元", "dissatisfied", "request_compensation", "negotiate")
    little = given.customer(1, "赔我50元", "dissatisfied", "request_compensation", "negotiate")
    assert _options(_card(playbook, [much]))
    assert _card(playbook, [little]) is None


def test_a_threat_with_a_sum_is_answered_with_what_compensates(playbook: Playbook) -> None:
    threat = given.customer(1, "赔我5000元，不然我就曝光", "calm", "threaten", "negotiate")
    assert "免费升一档" in _options(_card(playbook, [_ROOM, threat]))


@pytest.mark.parametrize(
    "last",
    [
        # A no that turns down no offer.
        given.customer(1, "不是，我没收到", "calm", "deny", "clarify"),
        given.customer(1, "那还有什么办法", "calm", "ask_info", "negotiate"),
        given.agent(1, "那我再想想办法"),
    ],
)
def test_without_a_rejection_there_are_none(
    playbook: Playbook, last: CustomerTurn | AgentTurn
) -> None:
    assert _card(playbook, [_ROOM, _OFFER, last]) is None
    assert _card(playbook, [_ROOM, _OFFER, _NO, last]) is None


def test_where_nothing_was_demanded_there_is_nothing_to_choose_from(playbook: Playbook) -> None:
    assert _card(playbook, [_NO]) is None
