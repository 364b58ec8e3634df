from typing import Any
from uuid import uuid4

from PIL import Image

from tests.factories import saved
from tests.files.pictures import as_bytes, scene
from weijiayuan.accounts.models import Resident
from weijiayuan.db import transaction
from weijiayuan.files import photo_sanitizing, service
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import FileKind
from weijiayuan.kernel import clock


def make_photo(
    owner: Resident | None = None,
    *,
    colour: str | None = None,
    picture: Image.Image | None = None,
    **given: Any,
) -> StoredFile:
    """A kept photo of a resident, with its bytes in the storage; of one colour if asked."""
    picture = picture or (Image.new("RGB", (64, 48), colour) if colour else scene(64, 48))
    kept = service.keep_photo(photo_sanitizing.clean(as_bytes(picture)), kind=FileKind.PHOTO)
    usual = {
        "id": uuid4(),
        "key": kept.key,
        "kind": kept.kind,
        "media_type": kept.media_type,
        "size": kept.size,
        "width": kept.width,
        "height": kept.height,
        "resident_id": owner.id if owner else None,
    }
    return saved(StoredFile(**usual | given))


def make_anonymous_photo() -> tuple[StoredFile, str]:
    """A kept photo of nobody, and the code that alone can attach it."""
    kept = service.keep_photo(photo_sanitizing.clean(as_bytes(scene(64, 48))), kind=FileKind.PHOTO)
    with transaction():
        return service.add_anonymous(kept, now=clock.now())
