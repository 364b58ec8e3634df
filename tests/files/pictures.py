"""Pictures as telephones and attackers make them."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = b"GPS-22.7811N-113.9102E-SECRET"


def scene(width=2400, height=1800):
    """A picture with a red top left corner and a blue bottom right one."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, width // 4, height // 4], fill=(220, 20, 20))
    draw.rectangle([width * 3 // 4, height * 3 // 4, width, height], fill=(20, 20, 220))
    return image


def as_bytes(image, name="JPEG", **options):
    out = BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def exif_with_gps(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone " + SECRET.decode()
    exif[0x9286] = SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (22.0, 46.0, 52.0)
    gps[3], gps[4] = "E", (113.0, 54.0, 36.0)
    return exif


def from_a_telephone(orientation=1, size=(2400, 1800)):
    """A JPEG with GPS in EXIF, in XMP, in a comment, in its colour profile and behind its end."""
    raw = as_bytes(
        scene(*size),
        exif=exif_with_gps(orientation),
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
        comment=SECRET,
        icc_profile=SECRET * 10,
        quality=92,
    )
    return raw + b"PK\x03\x04" + SECRET


def png_with_text():
    info = PngInfo()
    info.add_text("Location", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return as_bytes(scene(800, 600), "PNG", pnginfo=info, exif=exif_with_gps().tobytes())


def chunk(kind, body):
    check = zlib.crc32(kind + body) & 0xFFFFFFFF
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def png_claiming(width, height, data=b""):
    """A tiny PNG whose header claims any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(data or b"\0" * 1000)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg_claiming(width, height):
    """A JPEG whose frame header claims any size up to 65535."""
    raw = bytearray(as_bytes(scene(64, 64)))
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(raw)


def jpeg_with_many_scans(scans=2000):
    """A small progressive JPEG in which one scan stands thousands of times."""
    raw = as_bytes(scene(640, 480), progressive=True)
    start = raw.rindex(b"\xff\xda")
    end = raw.rindex(b"\xff\xd9")
    return raw[:start] + raw[start:end] * scans + raw[end:]


def animated(name):
    frames = [Image.new("RGB", (120, 90), color) for color in ("red", "green", "blue")]
    return as_bytes(frames[0], name, save_all=True, append_images=frames[1:], duration=50)
