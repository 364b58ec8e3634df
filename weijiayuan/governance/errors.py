from weijiayuan.kernel.errors import Busy, NotFound


class StreamFull(Busy):
    """Every stream of this process is taken; asking now and then works as well."""

    code = "governance.stream_full"


class NothingToOpen(NotFound):
    """A printed code would lead nowhere: there is no such thing."""

    code = "governance.nothing_to_open"
