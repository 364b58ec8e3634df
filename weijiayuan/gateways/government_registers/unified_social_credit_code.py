"""Making a unified social credit code (GB 32100-2015) with both its check characters.

Only samples are made here: real numbers come from the registers.
"""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CLASSES = {"individual": "92", "company": "91"}
SERIAL_SIZE = 6


def sample_code(kind: str, division: str, serial: int) -> str:
    """Return a well-formed code whose body begins with MA.

    >>> sample_code("individual", "440399", 1)
    '92440399MA0000015C'
    """
    body = "MA" + _in_base(serial, SERIAL_SIZE)
    head = CLASSES[kind] + division + body + inner_check(body)
    return head + check(head)


def inner_check(body: str) -> str:
    """Return the check character of an organisation code (GB 11714-1997)."""
    total = sum(DIGITS.index(c) * w for c, w in zip(body, INNER_WEIGHTS, strict=True))
    left = 11 - total % 11
    return "0" if left == 11 else "X" if left == 10 else str(left)


def check(head: str) -> str:
    """Return the last character of a code."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(head, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def _in_base(number: int, size: int) -> str:
    found = ""
    for _ in range(size):
        number, rest = divmod(number, len(ALPHABET))
        found = ALPHABET[rest] + found
    return found
