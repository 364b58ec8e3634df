"""The one place where photos from outside become photos of ours.

What comes out is drawn anew from the pixels: no EXIF, no GPS, no XMP, no colour profile, no
comment and no trailing byte of the original can be in it. Every stored photo goes through here.
"""

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image

from weijiayuan.files.errors import (
    FileEmpty,
    FileTooLarge,
    KindUnsupported,
    PhotosBusy,
    TooManyPixels,
    Unreadable,
)
from weijiayuan.files.rules import MOST_BYTES
from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

LONGEST_SIDE = 1600
SMALL_SIDE = 360
LONGEST_SIDE_IN = 20_000
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""What one decoding may cost: a JPEG is shrunk while it is decoded, the others are not."""
MOST_SCANS = 64  # of a progressive JPEG; a crafted one asks for thousands of passes
QUALITY = 82
AT_ONCE = 2
PATIENCE_SECONDS = 8.0
JPEG_TYPE = "image/jpeg"

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
)
"""What Pillow's readers raise on bytes that are not what they claim to be."""

_turn = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Photo:
    """A clean photo as JPEG, at most 1600 px long, and a small one of at most 360 px."""

    body: bytes
    small: bytes
    width: int
    height: int


def clean(raw: bytes) -> Photo:
    """Return a photo drawn anew from an upload, when its turn comes.

    Raises `KindUnsupported`, `TooManyPixels`, `Unreadable`, `FileTooLarge`, `FileEmpty`, or
    `PhotosBusy` when more are waiting than memory and processors can take.
    """
    stay_out_of_writing()
    check_size(raw)
    name = sniff(raw)
    with waiting_outside():  # those who only write a line do not wait for pixels
        if not _turn.acquire(timeout=PATIENCE_SECONDS):
            raise PhotosBusy
        try:
            return _drawn_anew(raw, name)
        finally:
            _turn.release()


def clean_at_once(raw: bytes) -> Photo:
    """Return a photo drawn anew without waiting for a turn: for whoever keeps a queue of its own.

    Raises as `clean`, but for `PhotosBusy`.
    """
    stay_out_of_writing()
    check_size(raw)
    return _drawn_anew(raw, sniff(raw))


def check_size(raw: bytes) -> None:
    """Raise `FileEmpty` or `FileTooLarge` unless there is something, and not too much."""
    if not raw:
        raise FileEmpty
    if len(raw) > MOST_BYTES:
        raise FileTooLarge(megabytes=MOST_BYTES // 2**20)


def sniff(raw: bytes) -> str:
    """Return the format that the first bytes tell, whatever the file is called."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    raise KindUnsupported


def _drawn_anew(raw: bytes, name: str) -> Photo:
    if name == "JPEG" and raw.count(b"\xff\xda") > MOST_SCANS:
        raise TooManyPixels
    try:
        with Image.open(BytesIO(raw), formats=[name]) as image:
            _check_pixels(image.size, name)
            picture = _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise Unreadable from error
    return _encoded(picture)


def _check_pixels(size: tuple[int, int], name: str) -> None:
    width, height = size
    if max(size) > LONGEST_SIDE_IN or width * height > MOST_PIXELS[name] or min(size) < 1:
        raise TooManyPixels


def _upright(image: Image.Image) -> Image.Image:
    """Decode the first frame no larger than needed, turn it upright, and make it plain RGB."""
    scale = max(1.0, max(image.size) / LONGEST_SIDE)
    image.draft("RGB", (round(image.width / scale), round(image.height / scale)))
    image.load()
    turn = _orientation(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = _on_white(image)
    return plain if turn is None else plain.transpose(turn)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the pixels alone on a new sheet, with nothing that hung on the old one."""
    sheet = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        sheet.paste(layer, mask=layer)
    else:
        sheet.paste(image.convert("RGB"))
    return sheet


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> Image.Transpose | None:
    """Return how to turn the picture upright; what cannot be read turns nothing."""
    try:
        return TURNS.get(image.getexif().get(0x0112, 1))
    except BROKEN:
        return None


def _encoded(picture: Image.Image) -> Photo:
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Photo(_jpeg(picture), _jpeg(small), picture.width, picture.height)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
