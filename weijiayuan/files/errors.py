from weijiayuan.kernel.errors import Busy, Malformed, NotFound


class FileNotFound(NotFound):
    """No such file, or not for this reader."""

    code = "files.not_found"


class FileTooLarge(Malformed):
    """More bytes than allowed."""

    code = "files.too_large"


class FileEmpty(Malformed):
    """Nothing was sent."""

    code = "files.empty"


class KindUnsupported(Malformed):
    """By its first bytes, this is no format that we take."""

    code = "files.kind_unsupported"


class TooManyPixels(Malformed):
    """The picture would need too much memory to open, or is no picture but a line."""

    code = "files.too_many_pixels"


class Unreadable(Malformed):
    """It begins like a picture but cannot be read to its end."""

    code = "files.unreadable"


class PhotosBusy(Busy):
    """Too many photos are being prepared at once."""

    code = "files.photos_busy"


class FileUnusable(Malformed):
    """One of the files is unknown, somebody else's, or used already: which is not told."""

    code = "files.unusable"
