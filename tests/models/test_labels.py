"""The vocabulary against the guide that the annotators labelled by."""

import re

import pytest

from models import labels
from models.annotation import CORPUS_DIR

GUIDE = (CORPUS_DIR / "GUIDE.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    """The text under the heading that begins with `title`, up to the next heading."""
    found = re.search(rf"^###? {re.escape(title)}.*?\n(.*?)(?=^##|\Z)", GUIDE, re.M | re.S)
    assert found is not None, title
    return found.group(1)


def _table(title: str) -> dict[str, list[str]]:
    """Key to further cells of the table under a heading."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", _section(title), re.M)
    return {key: rest.split(" | ") for key, rest in rows}


def _names(title: str) -> dict[str, str]:
    return {key: cells[0] for key, cells in _table(title).items()}


@pytest.mark.parametrize(
    ("title", "vocabulary"),
    [
        ("emotion", labels.EMOTIONS),
        ("intent", labels.INTENTS),
        ("next", labels.STEPS),
        ("faults", labels.FAULTS),
    ],
)
def test_keys_and_chinese_names_are_those_of_the_guide(
    title: str, vocabulary: dict[str, str]
) -> None:
    assert _names(title) == vocabulary


def test_feel_parts_are_those_of_the_guide() -> None:
    assert {key: name.split(" ")[1] for key, name in _names("feel").items()} == labels.FEEL


def test_agent_steps_are_the_same_six_in_the_order_of_the_method() -> None:
    described = re.findall(r"^- `(\w+)`:", _section("steps"), re.M)
    assert described == list(labels.STEPS) == list(_names("next"))


def test_intents_stand_in_the_guides_order_of_precedence() -> None:
    order = re.search(r"the first in this order wins: ([\w, ]+)\.", GUIDE)
    assert order is not None
    assert list(labels.INTENTS) == order.group(1).split(", ")


def test_demands_are_the_guides_and_every_other_intent_makes_none() -> None:
    table = _table("demand")
    of_intent = {
        intent: key
        for key, (_, intents) in table.items()
        if key != "none"
        for intent in intents.split(", ")
    }
    assert of_intent == labels.DEMAND_OF_INTENT
    assert {key: cells[0] for key, cells in table.items() if key != "none"} == labels.DEMANDS
    assert of_intent.keys() <= labels.INTENTS.keys()


def test_valences_are_the_guides() -> None:
    line = re.search(r"^Valence, for the trajectory chart: (.*?);", GUIDE, re.M)
    assert line is not None
    stated = (entry.rsplit(" ", 1) for entry in line.group(1).split(", "))
    assert {key: float(value) for key, value in stated} == labels.VALENCE
