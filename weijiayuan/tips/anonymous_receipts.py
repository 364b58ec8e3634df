"""Receipts of anonymous tips: made once, found by what they are, never stored.

A receipt is sixteen digits. At rest there is only `Argon2id(digits, salt)` with one salt for the
installation, itself keyed (`blind_index`), so the mark can be looked up by an index although no
table holds anything from which the digits could be read back. Every look-up costs exactly one
Argon2id and one probe of the index, whether the receipt is right, wrong, ended or nonsense. See
docs/adr/0007-receipts-of-anonymous-tips.md.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import select

from weijiayuan.db import anonymous_receipt_codes, db
from weijiayuan.db.anonymous_receipt_codes import DIGITS
from weijiayuan.db.encrypted_columns import blind_index
from weijiayuan.kernel import ids
from weijiayuan.tips.errors import ReceiptUnknown
from weijiayuan.tips.models import Tip
from weijiayuan.web.cpu_work_pool import apart


@dataclass(frozen=True, slots=True)
class Receipt:
    """The digits that only the sender sees, and the mark that is stored of them."""

    digits: str = field(repr=False)
    mark: str
    sent_before: bool
    """Whether the client says that the draft may have been sent before."""


def new_receipt(once: str | None) -> Receipt:
    """Return the receipt for a new tip. Slow: call it before the transaction.

    `once` is a secret the client made up for this one draft: sending the draft again gives the
    same digits, so that an answer lost on the way costs nothing, and no answer has to be kept.
    """
    digits = ids.digits(DIGITS) if once is None else _digits_for(once)
    return Receipt(digits, mark_of(digits), sent_before=once is not None)


def _digits_for(once: str) -> str:
    number = int(blind_index(f"tips.once:{once}"), 16) % 10**DIGITS
    return f"{number:0{DIGITS}}"


def mark_of(digits: str) -> str:
    """Return what is stored of a receipt. Takes about 30 ms on purpose, so it is done apart."""
    salt = anonymous_receipt_codes.salt_named("tips.receipt.salt")
    return apart(partial(anonymous_receipt_codes.mark_of, digits, salt))


def find(mark: str) -> Tip | None:
    """Return the tip with this mark."""
    return db.session.scalars(select(Tip).filter_by(receipt_mark=mark)).one_or_none()


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt that somebody shows, looked at so far that the database can be asked."""

    mark: str
    well_formed: bool


def shown(receipt: str) -> Shown:
    """Hash what somebody shows as a receipt, whatever it is. Call it before the transaction."""
    digits = anonymous_receipt_codes.digits_of(receipt)
    return Shown(mark_of(digits), well_formed=len(digits) == DIGITS)


def opened(receipt: Shown, *, now: datetime) -> Tip:
    """Return the tip a receipt opens. Raises `ReceiptUnknown`, in the same time for every cause."""
    tip = find(receipt.mark)
    ended = tip is not None and tip.receipt_until is not None and tip.receipt_until <= now
    if not receipt.well_formed or tip is None or ended:
        raise ReceiptUnknown
    return tip
