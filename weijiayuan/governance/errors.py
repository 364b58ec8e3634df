from weijiayuan.kernel.errors import Busy, Malformed, NotFound


class StreamFull(Busy):
    """Every stream of this process is taken; asking now and then works as well."""

    code = "governance.stream_full"


class NothingToOpen(NotFound):
    """A printed code would lead nowhere: there is no such thing."""

    code = "governance.nothing_to_open"


class DayToCome(Malformed):
    """A map shows what was: no day that has not begun."""

    code = "governance.day_to_come"
