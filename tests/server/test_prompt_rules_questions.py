"""`prompts/rules/questions.yaml`: mistakes are refused with file and line."""

import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    return tmp_path


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("# 说明\nsure: 1.5", "questions.yaml:2: sure 写了 1.5，只能写 0 到 1 must be from 0 to 1"),
        ("chars: 4\nsure: 九成", "questions.yaml:2: sure: "),
        ("intents:\n  - ask_info\n  - ask", "questions.yaml:1: 没有这个词 unknown intents 'ask'"),
        ("sure: 0.5\nfiler: []", "questions.yaml:2: 没有这一项，看拼写 unknown key 'filer'"),
        ("same:\n  - [运费, 邮费]\n  - 退货", "questions.yaml:3: same: "),
    ],
)
def test_a_mistake_is_told_with_file_and_line(prompts: Path, wrong: str, told: str) -> None:
    (prompts / "rules" / "questions.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(PromptError) as refused:
        load_rules(prompts)
    assert str(refused.value).startswith(told)


def test_the_shipped_rules_are_read() -> None:
    rule = load_rules().questions
    assert "ask_info" in rule.intents
    assert "greet" not in rule.intents
