"""The 3F card: Fact, what happened; Feeling, how it feels; Focus, what is really wanted."""

from typing import Final

from server.coach.cards import Card, Row
from server.coach.clauses import has
from server.coach.focus import FACT, WISH, Feeling, FocusRules, Wish
from server.coach.state import Evidence, State

_SAY_LIST: Final = "three_f"
_ENOUGH_ROWS: Final = 2


def card(state: State, rules: FocusRules, wants: str) -> Card | None:
    """The three, once a complaint has two of them; `wants` is what the customer's type wants."""
    if not state.focus.complained:
        return None
    fact, wish = state.matter or state.fact, state.focus.wish
    feeling = state.focus.strongest(rules)
    rows: list[Row] = []
    if fact is not None:
        rows.append(Row("fact", fact.text, seq=fact.seq))
    if feeling is not None:
        rows.append(Row("feeling", _named(feeling, rules), seq=feeling.seq))
    if wanted := _wanted(wish, wants):
        rows.append(Row("focus", wanted, seq=wish.seq if wish else None))
    if len(rows) < _ENOUGH_ROWS:
        return None
    return Card("three_f", tuple(rows), _said_back(state, rules))


def offer(state: State, rules: FocusRules) -> str | None:
    """The list of sentences that is in place, where something was just asked for."""
    wish, fact = state.focus.wish, state.matter
    fits = (
        state.focus.complained
        and state.emotion not in rules.not_to
        and state.severity.tier in rules.tiers
        and wish is not None
        and wish.seq == state.seq
        and _goes_with(fact, wish, rules)
    )
    return _SAY_LIST if fits else None


def _goes_with(fact: Evidence | None, wish: Wish, rules: FocusRules) -> bool:
    """Whether one can say the two in one breath."""
    return (
        wish.rule is not None
        and wish.rule.say_back
        and fact is not None
        and wish.seq - fact.seq <= rules.fact_age
        and len(fact.text) <= rules.fact_chars
        and not has(fact.text, (*wish.rule.told, *rules.not_with))
    )


def _said_back(state: State, rules: FocusRules) -> tuple[str, ...]:
    wish, fact = state.focus.wish, state.matter
    if wish is None or wish.rule is None or fact is None:
        return ()
    chosen = state.lists.of(_SAY_LIST, rules.say, state.conversation_id, 1)
    return tuple(each.replace(FACT, fact.text).replace(WISH, wish.rule.text) for each in chosen)


def _named(feeling: Feeling, rules: FocusRules) -> str:
    """The most exact words for a feeling."""
    fitting = [rule for rule in rules.feelings if rule.emotion == feeling.emotion]
    exact = [rule for rule in fitting if feeling.intent in rule.intents]
    plain = [rule for rule in fitting if not rule.intents]
    return (exact or plain or fitting)[0].text


def _wanted(wish: Wish | None, wants: str) -> str:
    """The customer's own words count most; else what was asked, and what lies beneath it."""
    if wish is not None and wish.own:
        return f"“{wish.own}”"
    return "；".join(each for each in (wish and wish.rule and wish.rule.text, wants) if each)
