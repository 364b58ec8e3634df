import pytest

from weijiayuan.background import registry


@pytest.fixture
def bench(database):
    """A database and an empty list of works, put back as it was afterwards."""
    kept = dict(registry.CHORES), dict(registry.TASKS)
    registry.CHORES.clear()
    registry.TASKS.clear()
    yield database
    for known, before in zip((registry.CHORES, registry.TASKS), kept, strict=True):
        known.clear()
        known.update(before)
