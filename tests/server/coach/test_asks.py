"""What was asked of the supervisor, and what may be said after the answer."""

from hypothesis import given
from hypothesis import strategies as st

from server.coach.asks import Answer, Ask, Asks, card
from tests.server.given import RULES

_APPROVAL = Ask("a1", "approval", 3, 120.0, "赔干洗费")


def test_an_approval_waits_then_tells_the_answer_and_what_to_say() -> None:
    asks = Asks().asked(_APPROVAL)
    shown = card(asks, RULES.asks)
    assert shown is not None
    assert (shown.rows[0].status, shown.rows[0].text, shown.say) == ("open", "120元 赔干洗费", ())
    shown = card(asks.answered("a1", Answer(granted=True, amount=80.5)), RULES.asks)
    assert shown is not None
    assert (shown.rows[0].status, shown.rows[0].text) == ("done", "同意 80.5元")
    assert any("80.5元" in each for each in shown.say)
    assert not any("{" in each or "120" in each for each in shown.say)


def test_a_refusal_offers_other_ways_and_no_sum() -> None:
    shown = card(Asks((_APPROVAL,)).answered("a1", Answer(granted=False)), RULES.asks)
    assert shown is not None
    assert shown.say == RULES.asks.refused
    assert "未同意" in shown.rows[0].text


def test_without_a_sum_no_sentence_names_one() -> None:
    asks = Asks().asked(Ask("a1", "approval", 3, None, "改地址")).answered("a1", Answer(True))
    shown = card(asks, RULES.asks)
    assert shown is not None
    assert shown.say
    assert not any("amount" in each or "None" in each for each in shown.say)


def test_a_raised_hand_is_answered_without_a_sentence_for_the_customer() -> None:
    asks = Asks().asked(Ask("h1", "help", 2)).answered("h1", Answer(True, text="先别报价"))
    shown = card(asks, RULES.asks)
    assert shown is not None
    assert (shown.rows[0].text, shown.say) == ("主管已回应 先别报价", ())


def test_nothing_asked_nothing_shown() -> None:
    assert card(Asks(), RULES.asks) is None


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmnop"), st.booleans()), max_size=60))
def test_it_is_bounded_no_ask_stands_twice_and_an_answered_one_is_not_open(
    steps: list[tuple[str, bool]],
) -> None:
    asks = Asks()
    for name, answers in steps:
        if answers:
            asks = asks.answered(name, Answer(granted=True))
            assert name not in [ask.id for ask in asks.open]
        else:
            asks = asks.asked(Ask(name, "help", 1))
        ids = [ask.id for ask in asks.items]
        assert len(ids) == len(set(ids)) <= 8


def test_less_than_was_asked_for_is_not_told_as_if_all_was_granted() -> None:
    answered = Asks((_APPROVAL,)).answered("a1", Answer(granted=True, amount=80))
    shown = card(answered, RULES.asks)
    assert shown is not None
    assert shown.say == tuple(each.replace("{amount}", "80元") for each in RULES.asks.partly)
    assert shown.say
    whole = card(Asks((_APPROVAL,)).answered("a1", Answer(granted=True, amount=120)), RULES.asks)
    assert whole is not None
    assert not set(whole.say) & set(shown.say)
