"""From the bytes of an upload to what is kept of it."""

from typing import IO

from weijiayuan.files import photo_cleaning, service
from weijiayuan.files.rules import MOST_BYTES, FileKind


def receive(stream: IO[bytes], kind: FileKind) -> service.PreparedUpload:
    """Clean an upload, put it into the storage and return what to note of it.

    Reads no more than allowed. Slow: call it outside a transaction.
    """
    raw = stream.read(MOST_BYTES + 1)
    stream.seek(0)  # whoever compares requests reads it again
    return service.keep_photo(photo_cleaning.clean(raw), kind=kind)
