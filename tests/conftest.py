"""What the tests share: the shipped classifier and library, and a real server to talk to."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from models.runtime import classifier as runtime
from models.runtime.classifier import Classifier
from server.coach.playbook import Playbook
from server.coach.wording import Library
from server.prompts import load_library, load_playbook
from server.settings import Settings
from tests.service import Service, serving

# No test may ask a hub for a model or a data set.
os.environ["HF_HUB_OFFLINE"] = "1"
# What is printed is read in tests: no line of it may be cut short.
os.environ["COLUMNS"] = "200"
# How fast the machine is tells nothing about the code.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    """The shipped weights in the default backend."""
    return runtime.load()


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped wording library."""
    return load_library()


@pytest.fixture(scope="session")
def playbook() -> Playbook:
    """The shipped wordings and rules."""
    return load_playbook()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a service with an empty log."""
    return Settings(data=tmp_path / "data")


@pytest.fixture
async def service(settings: Settings) -> AsyncIterator[Service]:
    """A running service on a free port."""
    async with serving(settings) as running:
        yield running
