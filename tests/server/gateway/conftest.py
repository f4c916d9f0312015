"""One service for the socket tests that leave it as it was; each uses its own ids."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio

from server.settings import Settings
from tests.service import Service, serving

_IDS = count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A running service for all tests of a module."""
    async with serving(Settings(data=tmp_path_factory.mktemp("data"))) as running:
        yield running


@pytest.fixture
def cid() -> str:
    """A conversation id that no other test uses."""
    return f"conversation-{next(_IDS)}"
