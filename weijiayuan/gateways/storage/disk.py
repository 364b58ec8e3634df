"""Bytes in a folder on this machine."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from weijiayuan.gateways.storage.errors import ObjectMissing, StorageDown, StorageFull
from weijiayuan.kernel.ids import digits

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
KEY = re.compile(r"[a-z0-9][a-z0-9.-]{7,79}")
UNFINISHED = ".part-"


class DiskStorage:
    """One file per key, in folders by the key's first two letters.

    A file appears whole or not at all: it is written beside its place, flushed to the disk and
    then renamed. Its time of change is set to 0, so that a photo does not tell when it was sent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, body: bytes, *, media_type: str) -> None:  # noqa: ARG002  # S3 wants it
        path = self._path(key)
        draft = path.with_name(f"{UNFINISHED}{path.name}-{digits(8)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(draft, body)
            draft.replace(path)
            _flush_folder(path.parent)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise (StorageFull if error.errno in NO_ROOM else StorageDown) from error

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise ObjectMissing from error
        except OSError as error:
            raise StorageDown from error

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """Yield old keys. What a killed process left unfinished is cleared away on the walk."""
        for path in self._folder.glob("??/*"):
            if datetime.fromtimestamp(path.stat().st_ctime, UTC) >= moment:
                continue
            if path.name.startswith(UNFINISHED):
                path.unlink(missing_ok=True)
            else:
                yield path.name

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self._folder / key[:2] / key


def _write(path: Path, body: bytes) -> None:
    with path.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
    os.utime(path, (0, 0))


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
