"""Receipt numbers of anonymous appeals."""

from dataclasses import dataclass, field
from functools import partial

from weijiayuan.db import anonymous_receipt_codes
from weijiayuan.db.encrypted_columns import blind_index
from weijiayuan.kernel import ids
from weijiayuan.web.cpu_work_pool import apart


@dataclass(frozen=True, slots=True)
class Receipt:
    """The digits that only the sender sees, and the mark that is stored of them."""

    digits: str = field(repr=False)
    mark: str

    @property
    def is_well_formed(self) -> bool:
        """Tell whether the digits can be a receipt's at all."""
        return len(self.digits) == anonymous_receipt_codes.DIGITS


def new(once: str | None) -> Receipt:
    """Return the receipt for a new appeal. Slow: call it before the transaction.

    `once` is a secret of one draft: the draft sent again has the same digits, and is no other
    appeal.
    """
    return _marked(ids.digits(anonymous_receipt_codes.DIGITS) if once is None else _of(once))


def _of(once: str) -> str:
    count = anonymous_receipt_codes.DIGITS
    return f"{int(blind_index(f'appeals.once:{once}'), 16) % 10**count:0{count}}"


def shown(receipt: str) -> Receipt:
    """Hash what somebody shows as a receipt, whatever it is. Call it before the transaction."""
    return _marked(anonymous_receipt_codes.digits_of(receipt))


def _marked(digits: str) -> Receipt:
    salt = anonymous_receipt_codes.salt_named("appeals.receipt.salt")
    return Receipt(digits, apart(partial(anonymous_receipt_codes.mark_of, digits, salt)))
