"""Receipts of people who stay unknown: sixteen digits, found by a mark from which none reads them.

At rest there is only Argon2id of the digits under a salt of the installation, itself keyed, so that
the mark can be looked up by an index. See docs/adr/0007-receipts-of-anonymous-tips.md.
"""

from argon2.low_level import Type, hash_secret_raw

from weijiayuan.db.encrypted_columns import blind_index
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

DIGITS = 16
NONE = "0" * DIGITS
MEMORY_KIB = 19 * 1024
PASSES = 2


def digits_of(receipt: str) -> str:
    """Return the digits of a receipt however it was grouped: `1234 5678-…`, full-width too.

    >>> digits_of("１２３４ 5678-9012 3456")
    '1234567890123456'
    """
    return "".join(str(int(each)) for each in receipt if each.isdecimal())


def in_groups(digits: str) -> str:
    """Return the receipt as it is shown: four groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def salt_named(name: str) -> bytes:
    """Return the salt of one kind of receipts."""
    return bytes.fromhex(blind_index(name))[:16]


def mark_of(digits: str, salt: bytes) -> str:
    """Return what is stored of a receipt, at the same cost for digits that cannot be one.

    Takes about 30 ms on purpose. Needs no application, so that it can be done apart.
    """
    stay_out_of_writing()
    return hash_secret_raw(
        (digits if len(digits) == DIGITS else NONE).encode(),
        salt,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    ).hex()
