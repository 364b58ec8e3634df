"""What signals refuse."""

from weijiayuan.kernel.errors import NotFound, Refused


class SignalNotFound(NotFound):
    """There is no such signal, or it is not the caller's to see."""

    code = "governance.signal_not_found"


class ReasonMissing(Refused):
    """Doing nothing needs a reason."""

    code = "governance.signal_reason_missing"


class HistoryTooShort(Refused):
    """The ledger has too few days to know what is usual."""

    code = "governance.history_too_short"
