"""What an older copy of the database must not bring back: who left, and keys that were ended.

Each is one empty object of the storage, or in embedded mode one empty file of
`DATA_DIR/revocations`, which no restore replaces. Its name says what sort it is, when, and a mark
of the account keyed with INDEX_KEY: with the database at hand one finds the account again, and
without it the list names nobody. Nothing is ever taken from it. `flask backup` goes through it
after a restore.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from weijiayuan.background import job_in_steps
from weijiayuan.db import blind_index
from weijiayuan.gateways.setup import revocation_storage
from weijiayuan.kernel import clock

PREFIX = "revoked"
MOMENT = "%Y%m%dt%H%M%S"
EVER = timedelta(days=36_500)


class Revoked(StrEnum):
    """What was ended."""

    RESIDENT = "resident"
    """An account was closed by its owner."""
    STAFF = "staff"
    """An account of staff was shut, or its password or second factor replaced."""


class Revocation(NamedTuple):
    """One entry of the list."""

    kind: Revoked
    at: datetime
    mark: str


def note(kind: Revoked, account_id: UUID) -> None:
    """Enter it once the transaction at hand is committed, and not at all if it is not."""
    put_down.later(kind.value, str(account_id), clock.now().strftime(MOMENT))


@job_in_steps
def put_down(kind: str, account_id: str, at: str) -> None:
    """Enter it. Safe to repeat."""
    mark = mark_of(Revoked(kind), UUID(account_id))
    name = f"{PREFIX}.{kind}.{at}.{mark}"
    revocation_storage().put(name, b"", media_type="application/octet-stream")


def add_missing(kind: Revoked, accounts: Iterable[tuple[UUID, datetime]]) -> int:
    """Enter those that are not in the list; return how many."""
    known = {each.mark for each in entries() if each.kind is kind}
    missing = [(each, at) for each, at in accounts if mark_of(kind, each) not in known]
    for account_id, at in missing:
        put_down(kind.value, str(account_id), at.astimezone(UTC).strftime(MOMENT))
    return len(missing)


def entries() -> Iterator[Revocation]:
    """Yield everything that is in the list."""
    for name in revocation_storage().keys_before(clock.now() + EVER):
        prefix, *said = name.split(".")
        if prefix == PREFIX:
            kind, at, mark = said
            moment = datetime.strptime(at, MOMENT).replace(tzinfo=UTC)
            yield Revocation(Revoked(kind), moment, mark)


def mark_of(kind: Revoked, account_id: UUID) -> str:
    """Return the mark under which an account stands in the list."""
    return blind_index(f"{PREFIX}:{kind.value}:{account_id}")[:40]
