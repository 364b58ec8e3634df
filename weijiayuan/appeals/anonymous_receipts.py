"""Receipt numbers of anonymous appeals."""

from weijiayuan.db import anonymous_receipt_codes
from weijiayuan.kernel import ids


def new() -> str:
    return ids.digits(anonymous_receipt_codes.DIGITS)


def mark_of(digits: str) -> str:
    """Return what is stored. Takes about 30 ms on purpose."""
    return anonymous_receipt_codes.mark_of(
        digits, anonymous_receipt_codes.salt_named("appeals.receipt.salt")
    )
