from typing import Any
from uuid import uuid4

from tests.factories import saved
from tests.files.pictures import as_bytes, scene
from weijiayuan.accounts.models import Resident
from weijiayuan.files import photos, service
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import FileKind


def make_photo(owner: Resident | None = None, **given: Any) -> StoredFile:
    """A kept photo of a resident, with its bytes in the storage."""
    kept = service.keep_photo(photos.clean(as_bytes(scene(64, 48))), kind=FileKind.PHOTO)
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
