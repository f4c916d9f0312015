"""What a scenario expects after a line; how it is written stands in `playing.py`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from server.coach.cards import Card
from server.coach.coach import question
from server.coach.lint import lint
from server.coach.wrap_up import wrap_up
from tests.server import given
from tests.server.coach.talk import APOLOGY, BANNED, MIDNIGHT, Talk

_DRAFT_KEYS: Final = {"text", "parts", "steps", "faults", "missing", "late", "warned"}

_Check = Callable[[Talk, str, Any], bool]


def expected(talk: Talk, expect: dict[str, Any]) -> None:
    for key, wanted in expect.items():
        checks: tuple[_Check, ...] = (
            _advice_is,
            _wordings_are,
            _state_is,
            _beside_are,
            _drafts_are,
            _looked_up,
            _wrapped_up,
        )
        assert any(check(talk, key, wanted) for check in checks), f"unknown expectation {key}"


def _advice_is(talk: Talk, key: str, wanted: Any) -> bool:
    advice = talk.guidance.advice
    match key:
        case "step" | "also" | "confident":
            assert getattr(advice, key) == wanted
        case "why":
            assert advice
            assert set(wanted) <= {reason.code for reason in advice.why}
        case _:
            return False
    return True


def _wordings_are(talk: Talk, key: str, wanted: Any) -> bool:
    wordings = talk.guidance.advice.wordings if talk.guidance.advice else ()
    texts = [wording.text for wording in wordings]
    parts = {part for wording in wordings for part, _ in wording.parts}
    match key:
        case "contains":
            assert any(piece in text for piece in wanted for text in texts), texts
        case "never":
            assert not any(piece in text for piece in wanted for text in texts), texts
        case "no_parts":
            assert parts.isdisjoint(wanted), texts
        case "some_part":
            assert wanted in parts, texts
        case "no_apology":
            assert not any(APOLOGY.search(text) for text in texts), texts
        case _:
            return False
    return True


def _state_is(talk: Talk, key: str, wanted: Any) -> bool:
    state = talk.state
    match key:
        case "ledger":
            assert {step: state.ledger[step].status for step in wanted} == wanted
        case "demands":
            assert [demand.key for demand in state.demands] == wanted
        case "trend":
            assert state.trend == wanted
        case "tier":
            assert state.severity.tier == wanted
        case _:
            return False
    return True


def _beside_are(talk: Talk, key: str, wanted: Any) -> bool:
    cue = talk.guidance.cue
    match key:
        case "cue":
            assert (cue and cue.kind) == wanted, cue
        case "cue_says":
            assert cue
            assert all(any(piece in say for say in (cue.text, *cue.say)) for piece in wanted), cue
        case "card":
            for kind, words in wanted.items():
                _card_has(talk.guidance.cards, kind, words)
        case "card_never":
            for kind, words in wanted.items():
                _card_has_not(talk.guidance.cards, kind, words)
        case _:
            return False
    return True


def _drafts_are(talk: Talk, key: str, wanted: Any) -> bool:
    if key != "drafts":
        return False
    for each in wanted:
        assert each.keys() <= _DRAFT_KEYS, each
        draft = given.draft(
            each["text"], each["parts"], each.get("steps", ()), each.get("faults", ())
        )
        found = lint(draft, talk.state, talk.playbook.library, talk.playbook.rules.lint)
        missing = {lacking.part: lacking.fixed for lacking in found.missing}
        expected = each.get("missing", {})
        assert list(missing) == list(expected), found
        for part, piece in expected.items():
            assert (missing[part] is None) == (piece is None), found
            assert piece is None or piece in (missing[part] or ""), missing[part]
            assert not BANNED.search(missing[part] or ""), missing[part]
        assert list(found.late) == each.get("late", []), found
        assert [warned.kind for warned in found.warned] == each.get("warned", []), found
        assert [fault.key for fault in found.faults] == list(each.get("faults", [])), found
    return True


def _looked_up(talk: Talk, key: str, wanted: Any) -> bool:
    asked = question(talk.playbook, talk.state)
    words = f"{asked.text} {asked.context}" if asked else ""
    match key:
        case "looked_up":
            assert (asked is None) == (wanted is None), asked
            assert all(word in words for word in wanted or ()), words
        case "not_looked_up":
            assert not any(word in words for word in wanted), words
        case _:
            return False
    return True


def _wrapped_up(talk: Talk, key: str, wanted: Any) -> bool:
    if key != "wrap_up":
        return False
    found = asdict(wrap_up(talk.state, talk.playbook.rules.wrap_up))
    for name, words in wanted.items():
        noted = found[name]
        assert bool(noted) == (words is not None), (name, noted)
        text = str(noted)
        assert all(word in text for word in words or ()), (name, noted)
    return True


def _card_has(cards: tuple[Card, ...], kind: str, words: list[str] | None) -> None:
    found = [card for card in cards if card.kind == kind]
    assert bool(found) == (words is not None), [card.kind for card in cards]
    for card in found:
        texts = [f"{row.key} {row.text} {row.status}{_until(row.due)}" for row in card.rows]
        for word in words or ():
            assert any(word in text for text in (card.level, *texts, *card.say)), (word, card)


def _until(due: int | None) -> str:
    minutes = 0 if due is None else (due - MIDNIGHT) // 60_000
    return "" if due is None else f" until {minutes // 60}:{minutes % 60:02}"


def _card_has_not(cards: tuple[Card, ...], kind: str, words: list[str]) -> None:
    card = next(card for card in cards if card.kind == kind)
    texts = [f"{row.key} {row.text} {row.status}" for row in card.rows]
    assert not [word for word in words if any(word in text for text in (*texts, *card.say))], card
