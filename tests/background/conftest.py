import pytest

from weijiayuan.background import registry


@pytest.fixture
def bench(database):
    """A database and an empty list of works, put back as it was afterwards."""
    kept = dict(registry.PERIODIC_TASKS), dict(registry.JOBS)
    registry.PERIODIC_TASKS.clear()
    registry.JOBS.clear()
    yield database
    for known, before in zip((registry.PERIODIC_TASKS, registry.JOBS), kept, strict=True):
        known.clear()
        known.update(before)
