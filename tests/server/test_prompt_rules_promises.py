"""A mistake in the rules for promises, limits, alarms and history is told with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("promises", 'most: 12\nutc_offset: "+8"\n', 2, "must look like +08:00"),
        ("promises", "rows: 0\n", 1, "rows 写了 0，至少写 1 must be 1 or more"),
        ("promises", "rows: 5\nmost: many\n", 2, "most"),
        ("promises", "rows: 5\nowner: [师傅]\n", 2, "unknown key 'owner'"),
        ("promises", "actions:\n  - name: 退款\n    words: []\n", 2, "no words"),
        (
            "promises",
            "actions:\n  - {name: 退款, words: [退]}\n  - {name: 退款, words: [返]}\n",
            1,
            "'退款' stands twice",
        ),
        ("promises", "general: [一般]\nvague: 尽快\n", 2, "vague"),
        ("promises", "general: [一般]\nvague: ['']\n", 2, "an empty word"),
        ("promises", "actions:\n  - name: 退款\n    words: ['']\n", 2, "an empty word"),
        ("limits", "general: {progress: 60}\ninquiry: {first_response: 0}\n", 2, "1 second"),
        ("limits", "inquiry:\n  first_response: 60\n  progress: 30\n", 1, "not be shorter"),
        (
            "limits",
            "inquiry: {solution: 60}\nserious: {solution: 90}\n",
            2,
            "serious 的 solution（90 秒）不能比 inquiry 的（60 秒）长 must not be longer",
        ),
        ("limits", "inquiry: {progress: 60}\nworst: {progress: 90}\n", 2, "'worst'"),
        (
            "limits",
            "general: {solution: 60}\ncall:\n  inquiry: {progress: 9}\n  general: {solution: 70}\n"
            "  serious: {solution: 90}\n",
            5,
            "call 里 serious 的 solution（90 秒）不能比 general 的（70 秒）长 must not be longer",
        ),
        (
            "limits",
            "general: {progress: 60}\ncall:\n  general: {first_response: 90}\n",
            3,
            "call 里的 general：progress（60 秒）不能比 first_response（90 秒）短",
        ),
        ("limits", "general: {progress: 60}\nphone: {}\n", 2, "'phone'"),
        ("history", "days: 3\nsame: 0\n", 2, "same 写了 0"),
        ("history", "days: 3\nplain: ['']\n", 2, "plain 里有空词"),
        ("history", "days: 3\npromise_chars: -1\n", 2, "promise_chars"),
        ("alarms", "promise_minutes: -1\n", 1, "promise_minutes"),
        ("alarms", "promise_minutes: 5\nlimit_share: 80%\n", 2, "limit_share"),
        ("alarms", "limit_share: 80\n", 1, "such as 0.8"),
        ("alarms", "soon:\n  promis: 快到了\n", 2, "'promis'"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, name: str, text: str, line: int, says: str
) -> None:
    (folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=re.escape(f"{name}.yaml:{line}:")) as mistake:
        load_rules(folder)
    assert says in str(mistake.value)


def test_the_cue_is_short_and_asks_for_no_more_than_a_time() -> None:
    (rule,) = [rule for rule in load_rules().cues if rule.kind == "vague_promise"]
    assert len(rule.text) <= 30
    assert rule.say
    assert all("‹时限›" in say for say in rule.say)
