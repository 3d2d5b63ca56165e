"""A served sandbox for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from sandbox.server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The pretend networks on a free port, as strict as the real ones."""
    async with Sandbox.start() as served:
        yield served
