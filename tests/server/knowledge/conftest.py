"""The words that the shipped rules know."""

import pytest

from server.knowledge.words import Words
from server.prompts import load_playbook
from server.services import vocabulary


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(vocabulary(load_playbook()))
