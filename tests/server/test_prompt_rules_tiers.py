"""Mistakes in the files on grave matters are refused, with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules

_SOUND = {
    "tiers": "denied: [没]\nrules:\n- id: hurt\n  tier: serious\n  name: 受伤\n  words: [受伤]\n",
    "processes": "- tier: serious\n  steps:\n    - name: 告诉\n      text: 告诉班组长\n",
    "statements": 'at_once: 3\nalert: "{names}"\napproved:\n- id: all\n'
    "  steps: [listen, empathize, clarify, resolve, negotiate, thank]\n  text: 我在听。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    for name, text in _SOUND.items():
        (tmp_path / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_sound_files_are_loaded(folder: Path) -> None:
    rules = load_rules(folder)
    assert rules.tiers.rules[0].words == ("受伤",)
    assert rules.processes[0].steps[0].name == "告诉"
    assert rules.statements.approved[0].text == "我在听。"


@pytest.mark.parametrize(
    ("name", "added", "line", "says"),
    [
        ("tiers", "- id: x\n  tier: fatal\n  name: 无\n  words: [死]\n", 7, "critical"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n", 7, "together"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  wrods: [死]\n", 10, "wrods"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  words: [12315]\n", 10, "string"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  words: ['']\n", 7, "empty word"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  words: [摸…]\n", 7, "before and after"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  emotions: [mad]\n", 7, "angry"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  industries: [x]\n", 7, "logistics"),
        ("tiers", "- id: x\n  tier: serious\n  name: 无\n  kind: bad\n  words: [死]\n", 7, "harm"),
        ("tiers", "- id: hurt\n  tier: serious\n  name: 无\n  words: [死]\n", 7, "twice"),
        ("tiers", "- id: x\n  tier: critical\n  name: 无\n  together: [[hut]]\n", 10, "hut"),
        ("tiers", "- id: x\n  tier: critical\n  name: 无\n  together: [[hurt], []]\n", 7, "empty"),
        ("processes", "- tier: serious\n  steps: []\n", 5, "1 to 3"),
        ("processes", "- tier: grave\n  steps:\n    - {name: 做, text: 做}\n", 5, "grave"),
        (
            "processes",
            "- tier: serious\n  kinds: [war]\n  steps:\n    - {name: 做, text: 做}\n",
            5,
            "war",
        ),
        ("processes", "- tier: serious\n  steps:\n    - {name: 做}\n", 7, "text"),
        (
            "statements",
            "- id: x\n  steps: [listen]\n  until: [hut]\n  text: 好。\n",
            9,
            "no id in tiers.yaml",
        ),
        (
            "statements",
            "- id: x\n  steps: [listen]\n  since: [hut]\n  text: 好。\n",
            9,
            "no id in tiers.yaml",
        ),
        ("statements", "- id: x\n  steps: [listen]\n  intents: [x]\n  text: 好。\n", 7, "urge"),
        ("statements", "- id: x\n  steps: [wait]\n  text: 好。\n", 7, "listen"),
        ("statements", "- id: x\n  steps: [listen]\n  text: ' '\n", 7, "says nothing"),
        ("statements", '- id: x\n  steps: [listen]\n  text: "{fact}，好。"\n', 7, "as it stands"),
        ("statements", "- id: x\n  steps: [listen]\n  text: 我‹时限回您。\n", 7, "‹"),
        ("statements", "- id: all\n  steps: [listen]\n  text: 好。\n", 7, "twice"),
        ("statements", "- id: x\n  steps: [listen]\n  kinds: [war]\n  text: 好。\n", 7, "war"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, name: str, added: str, line: int, says: str
) -> None:
    path = folder / "rules" / f"{name}.yaml"
    path.write_text(_SOUND[name] + added, encoding="utf-8")
    with pytest.raises(PromptError) as mistake:
        load_rules(folder)
    found = re.match(rf"{name}\.yaml:(\d+): ", str(mistake.value))
    assert found, str(mistake.value)
    assert int(found.group(1)) == line, str(mistake.value)
    assert says in str(mistake.value)


def test_a_second_rule_for_a_kind_of_cue_is_refused_where_it_stands(folder: Path) -> None:
    path = folder / "rules" / "cues.yaml"
    lines = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("- kind: restate\n  priority: 1\n  text: 说回去\n")
    with pytest.raises(PromptError, match=rf"cues\.yaml:{lines + 1}: .*'restate' is there twice"):
        load_rules(folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("listen, ", "", 3, "listen"),
        ("at_once: 3", "at_once: 0", 1, "1 or more"),
        ('"{names}"', '"恶性"', 2, "names"),
    ],
)
def test_statements_that_leave_a_step_without_words_are_refused(
    folder: Path, old: str, new: str, line: int, says: str
) -> None:
    path = folder / "rules" / "statements.yaml"
    path.write_text(_SOUND["statements"].replace(old, new), encoding="utf-8")
    with pytest.raises(PromptError, match=rf"statements\.yaml:{line}: .*{says}"):
        load_rules(folder)
