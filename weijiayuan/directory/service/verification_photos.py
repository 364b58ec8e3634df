"""Proofs of looks: a picture that proved one look proves no other, however it was sent again."""

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from uuid import UUID

from PIL import Image

from weijiayuan.files import queries, service
from weijiayuan.files.rules import Rendition
from weijiayuan.gateways.storage.errors import ObjectMissing

SIDE = 8
ALIKE = 3
"""Bits of 64 in which two encodings of one picture may differ."""


def marks(photo_ids: Iterable[UUID]) -> list[str]:
    """Return what each picture looks like, 64 bits in hexadecimal; what has no bytes has none.

    Call it before anything is locked: it reads the storage.
    """
    found = (queries.file(one) for one in photo_ids)
    said = (_mark(each.key) for each in found if each is not None)
    return [each for each in said if each is not None]


def _mark(key: str) -> str | None:
    try:
        body = service.bytes_of(key, Rendition.SMALL)
    except ObjectMissing:
        return None
    with Image.open(BytesIO(body)) as picture:
        return difference_hash(picture)


def difference_hash(picture: Image.Image) -> str:
    """Return which points are brighter than their neighbour on the right (dHash)."""
    grey = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    lights = grey.tobytes()
    rows = [lights[at : at + SIDE + 1] for at in range(0, len(lights), SIDE + 1)]
    bits = "".join("1" if left > right else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"


def is_among(mark: str, known: Iterable[str]) -> bool:
    """Say whether a picture is one of those known, encoded anew or not."""
    return any((int(each, 16) ^ int(mark, 16)).bit_count() <= ALIKE for each in known)
