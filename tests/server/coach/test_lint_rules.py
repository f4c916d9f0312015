"""Mistakes in `prompts/rules/lint.yaml` are told with file and line."""

import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("needs: [emotion, link]", "needs: [emotion, lnk]", "unknown needs 'lnk'"),
        ("steps: [negotiate]", "steps: [haggle]", "unknown steps 'haggle'"),
        ("emotions: [anxious, dis", "emotions: [cross, dis", "unknown emotions 'cross'"),
        ("intents: [request_apology", "intents: [sorry", "unknown intents 'sorry'"),
        ("order: [fact,", "order: [facts,", "unknown order 'facts'"),
        ("link_by: [clarify", "link_by: [ask", "unknown link_by 'ask'"),
        ("{chat: 120", "{fax: 120", "unknown chars 'fax'"),
        ("chat: 120", "chat: many", "chat: 要写整数 input should be a valid integer"),
        ("part_from: 0.8", "part_from: 80", "part_from 写了 80"),
        ("pieces: 16", "pieces: 0", "pieces 写了 0，至少写 1"),
        ("text: 称“您”就好", "text: ''", "text 有 0 个字，要 1 到 30 个"),
        ("words: [亲]", "words: []", "words 是空的"),
        ("banned:", "forbidden:", "unknown key 'forbidden'"),
        ("  greetings:", "  hello:", "unknown key 'hello'"),
    ],
)
def test_a_mistake_is_refused_with_its_line(
    before: str, after: str, told: str, tmp_path: Path
) -> None:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "lint.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PromptError, match=r"^lint\.yaml:\d+: ") as refused:
        load_rules(tmp_path)
    assert told in str(refused.value)
