"""Receipt numbers of anonymous appeals."""

from weijiayuan.db import receipt_marks
from weijiayuan.kernel import ids


def new() -> str:
    return ids.digits(receipt_marks.DIGITS)


def mark_of(digits: str) -> str:
    """Return what is stored. Takes about 30 ms on purpose."""
    return receipt_marks.mark_of(digits, receipt_marks.salt_named("appeals.receipt.salt"))
