"""Scripted conversations; how they are written and played stands in `playing.py`."""

from pathlib import Path

import pytest

from models import labels
from models.readings import STEP_KEYS
from server.coach.playbook import Playbook
from tests.server.coach.playing import FILES, play, script


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path: Path, playbook: Playbook) -> None:
    play(path, playbook)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_says_why_it_exists_and_expects_something(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    scenario = script(path)
    assert scenario["channel"] in labels.CHANNELS
    assert scenario["industry"] in labels.INDUSTRIES
    assert any("step" in line.get("expect", {}) for line in scenario["lines"])


def test_the_scenarios_cover_most_industries_both_channels_and_every_step() -> None:
    scenarios = [script(path) for path in FILES]
    assert len(scenarios) >= 16
    assert len({scenario["industry"] for scenario in scenarios}) >= 12
    assert {scenario["channel"] for scenario in scenarios} == set(labels.CHANNELS)
    expectations = [line.get("expect", {}) for each in scenarios for line in each["lines"]]
    assert set(STEP_KEYS) <= {expectation.get("step") for expectation in expectations}
