"""What a language model is told, and the guard's lists: mistakes are named with file and line."""

import re
from pathlib import Path

import pytest

from server.coach.rewriting import TONES
from server.prompts import PromptError, Versions, load_playbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Versions(tmp_path / "none").draft(tmp_path / "draft")
    return tmp_path / "draft"


def _change(path: Path, old: str, new: str) -> int:
    """Change the first place, and give its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_prompt_has_examples_of_every_tone() -> None:
    writing = load_playbook().writing
    assert {example.tone for example in writing.examples} == set(TONES)
    assert all(writing.messages(example.task) for example in writing.examples)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "writing.yaml",
            "rewritten: 您稍等，我这就",
            "rewritten: 您稍等，我一定",
            "promise '一定'",
        ),
        ("writing.yaml", "rewritten: 四天没动，", "rewritten: 五天没动，", "time"),
        ("writing.yaml", "tone: brief", "tone: short", "tone"),
        ("rules/guard.yaml", "longest: 1.6", "longest: 9", "longest"),
        ("rules/guard.yaml", "particles:", "particels:", "particels"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    line = _change(folder / file, old, new)
    with pytest.raises(PromptError, match=re.escape(says)) as refused:
        load_playbook(folder)
    assert str(refused.value).startswith(f"{Path(file).name}:{line}:")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - 稍等\n", "  - 保证\n", "保证"),
        ("  - 稍等\n", '  - " "\n', "empty word"),
        ("  - [催, 催一下, 催促]\n", "  - [催]\n", "alone"),
    ],
)
def test_a_list_that_would_let_too_much_through_is_refused(
    folder: Path, old: str, new: str, says: str
) -> None:
    _change(folder / "rules" / "guard.yaml", old, new)
    with pytest.raises(PromptError, match=says) as refused:
        load_playbook(folder)
    assert str(refused.value).startswith("guard.yaml:")


def test_a_tighter_list_refuses_the_examples_that_need_it(folder: Path) -> None:
    _change(folder / "rules" / "guard.yaml", "  - 稍等\n", "")
    with pytest.raises(PromptError, match="words"):
        load_playbook(folder)
