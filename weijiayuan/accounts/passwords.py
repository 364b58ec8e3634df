"""Passwords of staff: hashed, checked, and refused when they are weak or were used before.

All of it is slow on purpose and asks nothing of the database: call it apart
(`web.cpu_work_pool.apart`), before the transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from weijiayuan.accounts import common_passwords, rules
from weijiayuan.accounts.errors import PasswordWeak
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's first choice for Argon2id; one thread, so that a crowd of log-ins has one processor."""
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$F7G6oQcRo330ufTOV5rEaw$UccIsxqK3s4VfGt549HGl2bOBNmLfk5Gy4s4DUwZL7I"
)
"""The hash of a password that was thrown away: an unknown name takes as long as a known one."""


@dataclass(frozen=True)
class Checked:
    """Whether a password is right, and its hash in today's strength if that is to be kept."""

    is_right: bool
    renewed_hash: str | None = None


def check(password_hash: str | None, password: str) -> Checked:
    """Check a password, in the same time whether or not there is an account."""
    stay_out_of_writing()
    try:
        hasher.verify(password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return Checked(is_right=False)
    if password_hash is None:
        return Checked(is_right=False)
    stale = hasher.check_needs_rehash(password_hash)
    return Checked(is_right=True, renewed_hash=hasher.hash(password) if stale else None)


def hashed(
    password: str, *, username: str, former: Iterable[str] = (), field: str = "password"
) -> str:
    """Return the hash of a new password. Raises `PasswordWeak`, which names the field."""
    stay_out_of_writing()
    faults = rules.password_faults(password, username=username)
    if common_passwords.is_common(password):
        faults.append("accounts.password_common")
    if any(check(each, password).is_right for each in former):
        faults.append("accounts.password_used")
    if faults:
        raise PasswordWeak(fields={field: faults})
    return hasher.hash(password)
