"""Room kept on the disk of an embedded installation, so that a full one stops writing and no more.

SQLite cannot even be read by a process that starts on a full disk, and counts of metrics are lost
with the process that keeps them: a worker that ended there came back to end again. A file holds the
room that processes need to start. It is let go when the disk is full, and from then on nothing is
written until there is room to hold it again.
"""

import os
from contextlib import suppress
from pathlib import Path

NAME = "reserve"
RESERVE_BYTES = 24 * 2**20
LEAST_BYTES = 12 * 2**20
"""What stays free for processes that start: below it nothing is written."""


def free_bytes(folder: Path) -> int:
    """Return how much may still be written to the disk of a folder."""
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize


def is_full(folder: Path) -> bool:
    """Tell whether nothing more should be written to the disk of a folder."""
    kept = 0 if (folder / NAME).exists() else RESERVE_BYTES
    return free_bytes(folder) < LEAST_BYTES + kept


def tend(folder: Path) -> None:
    """Hold the reserve while there is room for it; let it go when the disk is full."""
    path = folder / NAME
    if path.exists():
        if is_full(folder):
            path.unlink(missing_ok=True)
    elif free_bytes(folder) > 2 * (RESERVE_BYTES + LEAST_BYTES):
        with suppress(OSError):  # somebody else was quicker: there is no room again
            _hold(path)


def _hold(path: Path) -> None:
    draft = path.with_name(f".{NAME}-{os.getpid()}")
    try:
        with draft.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
