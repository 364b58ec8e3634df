"""A second start does not prepare again what this program prepared today."""

from datetime import timedelta

import pytest

from tests.engines import settings_for
from weijiayuan.database_preparation_stamp import is_prepared, note_prepared
from weijiayuan.kernel import clock


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "wjy.db").write_bytes(b"")
    return settings_for(f"sqlite:///{tmp_path / 'wjy.db'}", tmp_path)


def test_what_was_prepared_is_not_prepared_again(settings):
    assert not is_prepared(settings)
    note_prepared(settings)
    assert is_prepared(settings)


def test_a_restored_database_is_prepared_again(settings, tmp_path):
    note_prepared(settings)
    (tmp_path / "copy.db").write_bytes(b"")
    (tmp_path / "copy.db").replace(tmp_path / "wjy.db")
    assert not is_prepared(settings)


def test_a_new_day_is_prepared_again_because_samples_lie_around_it(settings, time_machine):
    note_prepared(settings)
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert not is_prepared(settings)


def test_a_database_that_is_served_is_always_brought_up(tmp_path):
    settings = settings_for("postgresql+psycopg://nobody@127.0.0.1:9/none", tmp_path)
    note_prepared(settings)
    assert not is_prepared(settings)
