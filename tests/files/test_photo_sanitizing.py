import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.files import pictures
from tests.files.pictures import SECRET, as_bytes, scene
from weijiayuan.files import photo_sanitizing
from weijiayuan.files.errors import (
    FileEmpty,
    FileTooLarge,
    KindUnsupported,
    PhotosBusy,
    TooManyPixels,
    Unreadable,
)
from weijiayuan.kernel.errors import DomainError

# Pillow warns of odd metadata and goes on; here every warning would be an error.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def opened(body):
    image = Image.open(BytesIO(body))
    image.load()
    return image


def markers(body):
    """The segments of a JPEG before its picture data."""
    found, at = [], 2
    while body[at : at + 2] != b"\xff\xda":
        found.append(body[at + 1])
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize(
    "raw",
    [
        pictures.from_a_telephone(),
        pictures.png_with_text(),
        as_bytes(scene(900, 700), "WEBP", exif=pictures.exif_with_gps(), xmp=SECRET),
    ],
    ids=["jpeg", "png", "webp"],
)
def test_nothing_that_hung_on_the_original_is_left(raw):
    assert SECRET in raw

    photo = photo_sanitizing.clean(raw)

    for body in (photo.body, photo.small):
        image = opened(body)
        assert SECRET not in body
        assert image.format == "JPEG"
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image.getexif()
        assert 0xE1 not in markers(body)
        assert 0xE2 not in markers(body)
        assert 0xFE not in markers(body)
        assert body.endswith(b"\xff\xd9")


def test_a_photo_is_shrunk_to_1600_and_a_small_one_to_360():
    photo = photo_sanitizing.clean(as_bytes(scene(4000, 3000)))

    assert (photo.width, photo.height) == (1600, 1200)
    assert opened(photo.body).size == (1600, 1200)
    assert max(opened(photo.small).size) == 360


def test_a_small_photo_is_not_blown_up():
    assert opened(photo_sanitizing.clean(as_bytes(scene(320, 200))).body).size == (320, 200)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_the_telephone_said(orientation):
    """The eight EXIF orientations: undo what the camera recorded, then look at the corners."""
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = scene(800, 600) if undo is None else scene(800, 600).transpose(undo)
    raw = as_bytes(stored, exif=pictures.exif_with_gps(orientation))

    image = opened(photo_sanitizing.clean(raw).body)

    assert image.size == (800, 600)
    red, blue = image.getpixel((20, 20)), image.getpixel((780, 580))
    assert red[0] - red[2] > 100
    assert blue[2] - blue[0] > 100


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_to_store_colours_becomes_plain_rgb(mode):
    name = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    raw = as_bytes(scene(64, 48).convert(mode if mode != "I;16" else "I").convert(mode), name)

    assert opened(photo_sanitizing.clean(raw).body).mode == "RGB"


def test_what_is_transparent_becomes_white():
    raw = as_bytes(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), "PNG")

    assert opened(photo_sanitizing.clean(raw).body).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(name):
    image = opened(photo_sanitizing.clean(pictures.animated(name)).body)

    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((10, 10))[0] > 200


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<!doctype html><script>alert(1)</script>", "HTML called .jpg"),
        (pictures.animated("GIF"), "GIF"),
        (as_bytes(scene(50, 50), "TIFF"), "TIFF"),
        (as_bytes(scene(50, 50), "BMP"), "BMP"),
        (b"%PDF-1.7\n", "a PDF as photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript, which would be run"),
        (b"RIFF\0\0\0\0WAVE", "a RIFF that is sound"),
        (b"\xff\xd8", "two bytes"),
    ],
)
def test_what_is_no_photo_by_its_first_bytes_is_refused(raw, why):
    with pytest.raises(KindUnsupported):
        photo_sanitizing.clean(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pictures.png_claiming(60_000, 60_000),
        pictures.png_claiming(2**31 - 1, 1),
        pictures.png_claiming(6000, 5000, b"\0" * (6000 * 5000)),
        pictures.jpeg_claiming(65_535, 65_535),
        pictures.jpeg_claiming(20_001, 1),
        pictures.jpeg_with_many_scans(),
    ],
    ids=["png 3.6 Gpx", "png one line", "png 30 Mpx", "jpeg 4 Gpx", "jpeg one line", "scans"],
)
def test_a_bomb_is_refused_before_it_goes_off(raw):
    started = time.process_time()

    with pytest.raises((TooManyPixels, Unreadable)):
        photo_sanitizing.clean(raw)

    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused(name, keep):
    raw = as_bytes(scene(600, 400), name)

    with pytest.raises((Unreadable, KindUnsupported)):
        photo_sanitizing.clean(raw[: int(len(raw) * keep)])


def test_a_polyglot_loses_its_second_language():
    """A GIFAR-like file: a valid JPEG that is a ZIP and a script as well."""
    raw = as_bytes(scene(64, 64), comment=b"*/alert(1)/*") + b"PK\x03\x04<script>alert(1)</script>"

    photo = photo_sanitizing.clean(raw)

    assert b"script" not in photo.body + photo.small
    assert b"PK\x03\x04" not in photo.body + photo.small


def test_broken_exif_does_not_keep_a_photo_out():
    raw = as_bytes(scene(64, 64), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff garbage")

    assert opened(photo_sanitizing.clean(raw).body).size == (64, 64)


def test_nothing_and_too_much_are_refused():
    with pytest.raises(FileEmpty):
        photo_sanitizing.clean(b"")
    with pytest.raises(FileTooLarge):
        photo_sanitizing.clean(b"\xff\xd8\xff" + b"\0" * photo_sanitizing.MOST_BYTES)


SEEDS = [
    as_bytes(scene(96, 64)),
    as_bytes(scene(96, 64), progressive=True),
    as_bytes(scene(96, 64), "PNG"),
    as_bytes(scene(96, 64), "WEBP"),
    pictures.animated("PNG"),
    pictures.from_a_telephone(size=(96, 64)),
]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.sampled_from(SEEDS),
    spoiled=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    cut=st.floats(0.1, 1),
)
def test_spoiled_photos_are_cleaned_or_refused_and_nothing_else(seed, spoiled, cut):
    raw = bytearray(seed[: max(1, int(len(seed) * cut))])
    for where, value in spoiled:
        raw[int(where * (len(raw) - 1))] = value

    try:
        photo = photo_sanitizing.clean(bytes(raw))
    except DomainError:
        return
    assert max(opened(photo.body).size) <= photo_sanitizing.LONGEST_SIDE


def test_when_too_many_come_at_once_the_rest_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(photo_sanitizing, "PATIENCE_SECONDS", 0.05)
    raw = as_bytes(scene(4000, 3000))
    holders = [photo_sanitizing._turn.acquire(timeout=1) for _ in range(photo_sanitizing.AT_ONCE)]

    try:
        with pytest.raises(PhotosBusy):
            photo_sanitizing.clean(raw)
    finally:
        for _ in holders:
            photo_sanitizing._turn.release()
    assert photo_sanitizing.clean(as_bytes(scene(64, 64)))


def test_a_refused_photo_gives_its_turn_back():
    def is_refused(_number):
        with pytest.raises(Unreadable):
            photo_sanitizing.clean(b"\xff\xd8\xff")
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(is_refused, range(20)))
    assert photo_sanitizing._turn.acquire(timeout=0)
    photo_sanitizing._turn.release()
