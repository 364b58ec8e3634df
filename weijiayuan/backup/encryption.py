"""A copy closed for one reader, in age's format: any age program opens it, on a bare machine too.

`age1…` names a reader by their public key, whose other half need not be on this machine at all;
anything else is a passphrase.
"""

from pathlib import Path

import pyrage

from weijiayuan.backup.errors import Unsound

BEGINS = b"age-encryption.org/"
PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-1"


LEAST_LETTERS, LEAST_DIFFERENT = 16, 8
"""A copy is tried at leisure by whoever finds it, and the keys of everything are in it."""


def check_reader(reader: str) -> None:
    """Raise `Unsound` unless a passphrase is one that nobody guesses; public keys are long."""
    if reader.startswith(PUBLIC):
        return
    if len(reader) < LEAST_LETTERS or len(set(reader)) < LEAST_DIFFERENT:
        raise Unsound(
            f"a passphrase needs {LEAST_LETTERS} characters, {LEAST_DIFFERENT} of them different"
        )


def is_closed(file: Path) -> bool:
    """Tell whether a copy is encrypted."""
    with file.open("rb") as stream:
        return stream.read(len(BEGINS)) == BEGINS


def close(plain: Path, closed: Path, *, reader: str) -> None:
    """Encrypt a copy for a public key or by a passphrase."""
    if not reader.startswith(PUBLIC):
        closed.write_bytes(pyrage.passphrase.encrypt(plain.read_bytes(), reader))
        return
    try:
        recipient = pyrage.x25519.Recipient.from_str(reader)
    except Exception as error:
        raise Unsound(f"{reader} is no public key of age") from error
    with plain.open("rb") as source, closed.open("wb") as target:
        pyrage.encrypt_io(source, target, [recipient])


def open_closed(closed: Path, plain: Path, *, secret: str) -> None:
    """Decrypt a copy with the secret key or the passphrase. Raises `Unsound`."""
    try:
        if not secret.startswith(SECRET):
            plain.write_bytes(pyrage.passphrase.decrypt(closed.read_bytes(), secret))
            return
        identity = pyrage.x25519.Identity.from_str(secret)
        with closed.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, [identity])
    except Exception as error:
        raise Unsound(f"{closed} does not open with this key or passphrase") from error
