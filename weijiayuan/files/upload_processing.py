"""From the bytes of an upload to what is kept of it."""

from collections.abc import Callable
from typing import IO

from weijiayuan.files import photo_sanitizing, service
from weijiayuan.files.errors import PhotosBusy
from weijiayuan.files.photo_sanitizing import Photo
from weijiayuan.files.rules import MOST_BYTES, FileKind
from weijiayuan.web.cpu_work_pool import Queue, SlowWorkBusy, apart

strangers_photos = Queue("Strangers' photos", 8, PhotosBusy.code)
"""Nobody knows who sends them, so all of them together get what one processor has left."""


def receive(stream: IO[bytes], kind: FileKind) -> service.PreparedUpload:
    """Clean an upload, put it into the storage and return what to note of it.

    Reads no more than allowed. Slow: call it outside a transaction. Raises as
    `photo_cleaning.clean`.
    """
    return _received(stream, kind, photo_sanitizing.clean)


def receive_from_stranger(stream: IO[bytes], kind: FileKind) -> service.PreparedUpload:
    """Do the same with what somebody without an account sends: residents do not wait for it."""
    return _received(stream, kind, _cleaned_apart)


def _received(
    stream: IO[bytes], kind: FileKind, cleaned: Callable[[bytes], Photo]
) -> service.PreparedUpload:
    raw = stream.read(MOST_BYTES + 1)
    stream.seek(0)  # whoever compares requests reads it again
    return service.keep_photo(cleaned(raw), kind=kind)


def _cleaned_apart(raw: bytes) -> Photo:
    try:
        return apart(lambda: photo_sanitizing.clean_at_once(raw), queue=strangers_photos)
    except SlowWorkBusy as error:
        raise PhotosBusy from error
