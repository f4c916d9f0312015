"""`liubu demo` through a real service."""

import asyncio
from pathlib import Path

import pytest

from scripts import demo as script
from server.prompts import PROMPTS_DIR, Demo, load_demos
from server.settings import Settings
from tests.scripts.conftest import Run, Running
from tests.service import serving

# So fast that no pause is felt.
SPEED = "1000"
DEMOS = load_demos()


@pytest.mark.parametrize("demo", DEMOS, ids=[demo.id for demo in DEMOS])
def test_every_line_of_a_script_is_said_stored_and_read(
    liubu: Run, beside: Running, demo: Demo
) -> None:
    before = beside.ids()
    outcome = liubu("demo", "--url", beside.url, "--speed", SPEED, "--script", demo.id)
    assert outcome.status == 0, outcome.err
    (name,) = beside.ids() - before
    found = beside.get(f"/v1/conversations/{name}")
    said = [(line["role"], line["text"]) for line in found["utterances"]]
    assert said == [(line.role, line.text) for line in demo.lines]
    assert [r["seq"] for r in found["readings"]] == list(range(1, len(demo.lines) + 1))
    about = found["conversation"]
    assert (about["channel"], about["industry"]) == (demo.channel, demo.industry)
    assert (about["customer"], about["open"]) == (demo.customer, False)
    shown = outcome.out.replace("\n", "")
    assert all(line.text in shown for line in demo.lines)
    customers = sum(line.role == "customer" for line in demo.lines)
    assert outcome.out.count("▶") == customers


def test_the_first_script_is_played_unless_one_is_named(liubu: Run, beside: Running) -> None:
    outcome = liubu("demo", "--url", beside.url, "--speed", SPEED)
    assert outcome.status == 0
    assert DEMOS[0].title in outcome.out


def test_an_unknown_script_is_answered_with_those_there_are(liubu: Run) -> None:
    outcome = liubu("demo", "--script", "[none]")
    assert outcome.status == 2
    assert "[none]" in outcome.err
    assert all(demo.id in outcome.err for demo in DEMOS)


def test_a_service_that_does_not_run_is_told_with_what_to_do(liubu: Run) -> None:
    # Port 1 is below what an unprivileged service may take, and nobody serves there.
    outcome = liubu("demo", "--url", "ws://127.0.0.1:1/v1/stream")
    assert outcome.status == 2
    assert "ws://127.0.0.1:1/v1/stream" in outcome.err
    assert "make run" in outcome.err


async def test_an_article_is_found_and_quoted_in_one_of_the_scripts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = PROMPTS_DIR / "knowledge"
    async with serving(Settings(data=tmp_path, knowledge=articles)) as service:
        url = f"ws://{service.host}/v1/stream"
        await asyncio.to_thread(script.run, url, 20.0, "3-washer-question")
    shown = capsys.readouterr().out.replace("\n", "")
    assert "《发票说明》示例" in shown
    assert shown.count("自动发到下单时留的邮箱") >= 2, "found, and not quoted"
