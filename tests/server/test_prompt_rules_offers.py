"""A mistake in the rules of what is offered is told with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules

_ENTRY = ("- ", "  - ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    return tmp_path


def _mistaken(path: Path, right: str, wrong: str) -> tuple[int, int]:
    """Puts a mistake in a file; gives the first line of its entry, and its own."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if right in line and not line.startswith("#"))
    entry = max((n for n in range(at + 1) if lines[n].startswith(_ENTRY)), default=0)
    lines[at] = lines[at].replace(right, wrong, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return entry + 1, at + 1


@pytest.mark.parametrize(
    ("file", "right", "wrong", "says"),
    [
        ("plans", "{demand: preventive,", "{demand: future,", "compensatory"),
        ("plans", "families: [preventive]", "families: [none]", "none"),
        ("plans", "industries: [public-hotline]", "industries: [hotline]", "public-hotline"),
        (
            "plans",
            "say: 换一个新的, words: [换一个",
            'say: 换一个新的, words: ["", 换一个',
            "empty",
        ),
        ("plans", "intents: [request_resend]", "intents: [ask_info]", "ask_info"),
        ("plans", "{say: 加急处理, words", "{say: 加急处理, word", "word"),
        ("alternatives", "一是{second}", "一是别的", "{second}"),
        ("alternatives", "{first}行不行", "{fist}行不行", "fist"),
        ("alternatives", "channels: [chat]", "channels: [fax]", "call"),
        ("losses", "by: difference", "by: sum", "by"),
        ("losses", "per_hour: 30", "per_hour: 0", "per_hour"),
        ("losses", "words: [误工费, 误工, 扣工资, 扣了工资]", "words: []", "no words"),
        ("losses", "at_most: 600", "at_most: -1", "at_most"),
        ("compensation", "to: 5}", "to: 0}", "more than 0"),
        ("compensation", "yuan: 300,", "yuan: -300,", "0 or more"),
        ("compensation", "tiers: [serious]", "tiers: [grave]", "critical"),
        ("compensation", "{asked}要主管来批", "{wanted}要主管来批", "wanted"),
        ("apology", "tiers: [critical]", "tiers: [worst]", "worst"),
        ("apology", "again: true", "again: maybe", "again"),
        ("apology", "我现在就‹方案›，‹时限›回您", "我现在就‹方案，‹时限›回您", "‹"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: Path, file: str, right: str, wrong: str, says: str
) -> None:
    entry, line = _mistaken(folder / "rules" / f"{file}.yaml", right, wrong)
    with pytest.raises(PromptError, match=rf"{file}\.yaml:\d+: .*{re.escape(says)}") as mistake:
        load_rules(folder)
    told = int(str(mistake.value).split(":")[1])
    # What is wrong with an entry as a whole is told by its first line.
    assert entry <= told <= line


@pytest.mark.parametrize(
    ("file", "right", "wrong", "says"),
    [
        ("plans", "at_most: 3", "at_most: 0", "at_most .*must be 1 or more"),
        ("compensation", "factor: 1.5", "factor: 0.5", "factor .*must be 1 or more"),
        ("apology", "emotions: [disappointed", "emotions: [sad", "unknown emotions 'sad'"),
    ],
)
def test_a_mistake_of_the_whole_file_is_told_with_its_name(
    folder: Path, file: str, right: str, wrong: str, says: str
) -> None:
    _, line = _mistaken(folder / "rules" / f"{file}.yaml", right, wrong)
    with pytest.raises(PromptError, match=rf"{file}\.yaml:{line}: .*{says}"):
        load_rules(folder)
