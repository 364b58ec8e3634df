from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class Storage(Protocol):
    """Keeps bytes under keys of lower-case letters, digits, dots and hyphens."""

    def put(self, key: str, body: bytes, *, media_type: str) -> None:
        """Keep the bytes, whole or not at all. Raises `StorageFull` or `StorageDown`."""

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises `ObjectMissing` or `StorageDown`."""

    def delete(self, key: str) -> None:
        """Forget the bytes; a key that is not there is no error."""

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """Yield the keys of what was kept before the moment."""
