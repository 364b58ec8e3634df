"""Room for processes to start is held while there is room, and let go when there is none."""

import pytest

from weijiayuan.kernel import disk_reserve


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A folder whose disk has as many bytes left as `disk.free` says."""

    class Disk:
        folder, free = tmp_path, 10 * disk_reserve.RESERVE_BYTES

        @property
        def holds(self):
            return (tmp_path / disk_reserve.NAME).exists()

    made = Disk()
    monkeypatch.setattr(disk_reserve, "free_bytes", lambda _folder: made.free)
    return made


def test_it_is_held_once_there_is_room_for_it_and_as_large_as_it_says(disk):
    disk_reserve.tend(disk.folder)
    assert (disk.folder / disk_reserve.NAME).stat().st_size == disk_reserve.RESERVE_BYTES
    assert [each.name for each in disk.folder.iterdir()] == [disk_reserve.NAME]


def test_it_is_let_go_when_the_disk_is_full_and_nothing_is_written_until_it_fits_again(disk):
    disk_reserve.tend(disk.folder)
    disk.free = 0
    assert disk_reserve.is_full(disk.folder)
    disk_reserve.tend(disk.folder)
    disk.free = disk_reserve.RESERVE_BYTES  # what was let go
    assert not disk.holds
    assert disk_reserve.is_full(disk.folder)

    disk.free = 10 * disk_reserve.RESERVE_BYTES
    disk_reserve.tend(disk.folder)

    assert disk.holds
    assert not disk_reserve.is_full(disk.folder)


def test_a_disk_without_room_for_it_is_left_alone(disk):
    disk.free = disk_reserve.RESERVE_BYTES + 2 * disk_reserve.LEAST_BYTES
    disk_reserve.tend(disk.folder)
    assert not disk.holds
    assert not disk_reserve.is_full(disk.folder)
