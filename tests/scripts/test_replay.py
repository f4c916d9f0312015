"""`liubu replay` through a real service."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import labels
from tests.scripts.conftest import Json, Run, Running, spoken, write_lines

TABLE = """\
## first\tecommerce-apparel\tchat\tgeneral\tresolved
C\tdissatisfied\treport_problem\tempathize\t我订的XL码⟦发成了S码⟧，你们怎么搞的
A\tempathize\temotion\t-\t非常抱歉，马上为您补发
C\tpleased\tthank\tthank\t好的，谢谢

## second\tbanking\tcall\tinquiry\tresolved
C\tcalm\task_info\tresolve\t怎么改手机号
A\tresolve\tlink\t-\t在设置里改，一分钟就好
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "two.tsv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address on this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"ws://127.0.0.1:{taken.getsockname()[1]}/v1/stream"


def _stored(service: Running, before: set[str]) -> dict[str, Json]:
    """The conversations that came since, by the name they have in the file."""
    fresh = service.ids() - before
    return {name.split("@")[0]: service.get(f"/v1/conversations/{name}") for name in fresh}


def test_every_utterance_is_stored_read_and_counted(
    liubu: Run, beside: Running, table: Path
) -> None:
    before = beside.ids()
    outcome = liubu("replay", table, "--url", beside.url, "--quiet")
    assert outcome.status == 0, outcome.err
    assert (
        "two.tsv: 5 条 utterances, 5 已存 acknowledged, 5 已解读 read, 3 条建议 advice, 0 丢失 lost"
    ) in outcome.out
    stored = _stored(beside, before)
    assert {
        name: [(said["role"], said["text"]) for said in found["utterances"]]
        for name, found in stored.items()
    } == {
        "first": [
            ("customer", "我订的XL码发成了S码，你们怎么搞的"),
            ("agent", "非常抱歉，马上为您补发"),
            ("customer", "好的，谢谢"),
        ],
        "second": [("customer", "怎么改手机号"), ("agent", "在设置里改，一分钟就好")],
    }
    for found in stored.values():
        assert [r["seq"] for r in found["readings"]] == [u["seq"] for u in found["utterances"]]
        assert found["conversation"]["open"] is False


def test_the_faults_of_each_conversation_are_counted_for_the_review(
    liubu: Run, beside: Running, tmp_path: Path
) -> None:
    harsh = tmp_path / "harsh.tsv"
    # A line said twice is as bad both times, whatever else the classifier makes of it.
    worse = "A\t-\t-\trude\t你烦不烦，爱退不退，自己不会看说明吗\n"
    harsh.write_text(TABLE.replace("\n\n", f"\n{worse}{worse}\n"), encoding="utf-8")
    shown = liubu("replay", harsh, "--url", beside.url, "--quiet").out
    (row,) = [line for line in shown.splitlines() if labels.FAULTS["rude"] in line]
    assert "first" in row
    assert "2" in row
    assert "服务禁忌" not in liubu("replay", _calm(tmp_path), "--url", beside.url, "--quiet").out


def _calm(folder: Path) -> Path:
    path = folder / "calm.tsv"
    path.write_text(TABLE[TABLE.index("## second") :], encoding="utf-8")
    return path


def test_what_came_back_is_shown_beside_what_was_said(
    liubu: Run, beside: Running, table: Path
) -> None:
    shown = liubu("replay", table, "--url", beside.url).out
    for text in ("我订的XL码发成了S码，你们怎么搞的", "在设置里改，一分钟就好"):
        assert text in shown
    assert shown.count("▶") == 3
    assert any(name in shown for name in labels.STEPS.values())


def test_a_file_can_be_replayed_again(liubu: Run, beside: Running, table: Path) -> None:
    for _ in range(2):
        outcome = liubu("replay", table, "--url", beside.url, "--quiet")
        assert "5 已存 acknowledged, 5 已解读 read" in outcome.out


def test_an_interleaved_transcript_is_replayed_whole(
    liubu: Run, beside: Running, tmp_path: Path
) -> None:
    # The format allows it, and `liubu annotate` takes it.
    lines = [
        spoken("a", 1, "customer", "在吗"),
        spoken("b", 1, "customer", "我要退货"),
        spoken("a", 2, "agent", "在的，您请讲"),
        spoken("b", 2, "agent", "好的，马上为您办理"),
    ]
    before = beside.ids()
    path = write_lines(tmp_path / "mixed.jsonl", lines)
    outcome = liubu("replay", path, "--url", beside.url, "--quiet")
    assert outcome.status == 0, outcome.err
    assert "4 已存 acknowledged, 4 已解读 read" in outcome.out
    texts = {
        name: [said["text"] for said in found["utterances"]]
        for name, found in _stored(beside, before).items()
    }
    assert texts == {"a": ["在吗", "在的，您请讲"], "b": ["我要退货", "好的，马上为您办理"]}


def test_what_the_service_refuses_fails_the_replay(
    liubu: Run, beside: Running, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "long.jsonl", [spoken("a", 1, "customer", "长" * 2001)])
    outcome = liubu("replay", path, "--url", beside.url)
    assert outcome.status == 2
    assert "text_too_long" in outcome.err


def test_a_service_that_does_not_run_is_told_with_what_to_do(
    liubu: Run, table: Path, nobody: str
) -> None:
    outcome = liubu("replay", table, "--url", nobody)
    assert outcome.status == 2
    assert nobody in outcome.err
    assert "make run" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    "url",
    ["nonsense", "http://127.0.0.1:1/", "ws://127.0.0.1:99999/", "ws://127.0.0.1:port/", "ws://[x"],
)
def test_an_address_that_is_none_is_told(liubu: Run, table: Path, url: str) -> None:
    outcome = liubu("replay", table, "--url", url)
    assert outcome.status == 2
    assert url in outcome.err


def test_another_path_of_the_service_is_told(liubu: Run, table: Path, beside: Running) -> None:
    url = f"ws://{beside.host}/elsewhere"
    outcome = liubu("replay", table, "--url", url)
    assert outcome.status == 2
    assert url in outcome.err


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("bad.jsonl", b'{"conversation_id":"a","seq":1,"role":"agent","text":"b"}\n{\n', ":2: "),
        ("bad.jsonl", b'{"conversation_id":"a","seq":1,"role":"robot","text":"b"}\n', ":1: role"),
        ("bad.tsv", "## a\nC\tcross\tgreet\tlisten\t在吗\n".encode(), ":2: "),
        ("bad.tsv", b"## a\nC\tcalm\tgreet\tlisten\t\xc4\xe3\n", ":2: "),
        ("bad.tsv", "## a\n[/b]\tcalm\tgreet\tlisten\t在吗\n".encode(), ":2: "),
    ],
)
def test_a_bad_file_is_named_before_anything_is_sent(
    liubu: Run, beside: Running, tmp_path: Path, name: str, content: bytes, where: str
) -> None:
    before = beside.ids()
    path = tmp_path / name
    path.write_bytes(content)
    outcome = liubu("replay", path, "--url", beside.url)
    assert outcome.status == 2
    assert f"{name}{where}" in outcome.err
    assert beside.ids() == before


def test_a_file_that_is_not_there_is_named(liubu: Run, tmp_path: Path) -> None:
    outcome = liubu("replay", tmp_path / "none.jsonl")
    assert outcome.status == 2
    assert "none.jsonl" in outcome.err
