"""Draft, compare, publish, roll back: what an operations person does, from the command line."""

import asyncio
import re
from pathlib import Path

import pytest

from server.coach.wording import Library
from tests.scripts.conftest import Run
from tests.server.gateway.parts import running


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIUBU_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


async def _talk(data: Path, library: Library) -> None:
    async with running(data, library) as parts:
        await parts.say("c", "骗子！我的衬衫烂了")


def test_a_wording_is_drafted_compared_published_and_taken_back(
    liubu: Run, data: Path, tmp_path: Path, library: Library
) -> None:
    asyncio.run(_talk(data, library))
    draft = str(tmp_path / "draft")
    assert draft in liubu("prompts", "draft", draft).out
    same = liubu("replay", "--draft", draft)
    assert "1 句 utterances, 0 处不同" in same.out
    for path in (tmp_path / "draft" / "wording").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("您", "贵方"), encoding="utf-8")
    changed = liubu("replay", "--draft", draft).out
    assert "wordings" in changed
    assert "+ " in changed
    assert "贵方" in changed
    assert "v0001" in liubu("prompts", "publish", draft).out
    assert "* v0001" in liubu("prompts", "list").out
    assert "shipped" in liubu("prompts", "rollback").out
    assert "* shipped" in liubu("prompts", "list").out


def test_a_change_that_comes_often_is_shown_once_and_leaves_room_for_others(
    liubu: Run, data: Path, tmp_path: Path, library: Library
) -> None:
    async def talk() -> None:
        async with running(data, library) as parts:
            for i in range(6):
                await parts.say(f"c{i}", "骗子！我的衬衫烂了")

    asyncio.run(talk())
    draft = tmp_path / "draft"
    liubu("prompts", "draft", str(draft))
    limits = draft / "rules" / "limits.yaml"
    told = limits.read_text(encoding="utf-8")
    limits.write_text(re.sub(r"solution: \d+", "solution: 7100", told), encoding="utf-8")
    for path in (draft / "wording").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("您", "贵方"), encoding="utf-8")
    shown = liubu("replay", "--draft", str(draft), "--examples", "2").out
    assert "card limits × 6" in shown
    assert re.findall(r"#1 (card limits|wordings)", shown) in (
        ["card limits", "wordings"],
        ["wordings", "card limits"],
    )


def test_a_mistake_in_a_draft_is_told_with_file_and_line(
    liubu: Run, data: Path, tmp_path: Path
) -> None:
    liubu("prompts", "draft", str(tmp_path / "draft"))
    path = tmp_path / "draft" / "wording" / "thank.yaml"
    path.write_text("- id: x\n  plian: 好。\n", encoding="utf-8")
    for command in (("prompts", "check"), ("prompts", "publish"), ("replay", "--draft")):
        done = liubu(*command, str(tmp_path / "draft"))
        assert done.status == 2
        assert "thank.yaml:1" in done.err
    assert "v0001" not in liubu("prompts", "list").out


def test_checking_counts_the_wordings_of_each_step(liubu: Run, data: Path) -> None:
    told = liubu("prompts", "check").out
    assert "empathize" in told
    assert "没有错误" in told


def test_comparing_without_stored_conversations_says_so(
    liubu: Run, data: Path, tmp_path: Path
) -> None:
    liubu("prompts", "draft", str(tmp_path / "draft"))
    done = liubu("replay", "--draft", str(tmp_path / "draft"))
    assert done.status == 2
    assert "liubu.db" in done.err
