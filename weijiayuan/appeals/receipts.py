"""Receipt numbers of anonymous appeals: sixteen digits, found by what they are, never stored.

As with tips (docs/adr/0007): at rest there is only Argon2id of the digits under a keyed salt, and
every look-up costs the same, whether the digits are right, wrong or nonsense.
"""

from argon2.low_level import Type, hash_secret_raw

from weijiayuan.db.crypto import blind_index
from weijiayuan.kernel import ids

DIGITS = 16
MEMORY_KIB = 19 * 1024
NONE = "0" * DIGITS


def new() -> str:
    return ids.digits(DIGITS)


def digits_of(receipt: str) -> str:
    """Return the digits of what somebody typed.

    >>> digits_of("1234 5678-9012 3456")
    '1234567890123456'
    """
    return "".join(letter for letter in receipt if letter.isdecimal() and letter.isascii())


def in_groups(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def mark_of(digits: str) -> str:
    """Return what is stored. Takes about 30 ms on purpose."""
    well_formed = digits if len(digits) == DIGITS else NONE
    return hash_secret_raw(
        well_formed.encode(),
        bytes.fromhex(blind_index("appeals.receipt.salt"))[:16],
        time_cost=2,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    ).hex()
