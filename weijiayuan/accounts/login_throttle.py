"""Tries to get in, right and wrong, and when no more are taken.

They are counted for a name and a network together: a stranger locks themselves out, never the
person whose name they use. A name that nobody has is counted in the same way, so being locked out
tells nothing. Against tries from everywhere at once, beyond a number only those networks are
listened to from which the name was signed in before.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from weijiayuan.accounts import rules
from weijiayuan.accounts.models import KnownNetwork, SignInFailure
from weijiayuan.db import blind_index, db, insert_new


@dataclass(frozen=True)
class Origin:
    """Whom somebody says they are, and from where, as marks."""

    name_mark: str
    network_mark: str

    @classmethod
    def of(cls, name: str, network: str) -> "Origin":
        return cls(
            blind_index(f"accounts.name:{name.casefold()}")[:32],
            blind_index(f"accounts.network:{network}")[:32],
        )

    @property
    def marks(self) -> dict[str, str]:
        return {"name_mark": self.name_mark, "network_mark": self.network_mark}


def barred_until(origin: Origin, *, now: datetime) -> datetime | None:
    """Return until when nobody may try this name from there, or None."""
    row = db.session.scalars(select(SignInFailure).filter_by(**origin.marks)).one_or_none()
    if row is not None and rules.is_locked(row.locked_until, now=now):
        return row.locked_until
    if _tries_from_everywhere(origin, now=now) < rules.TRIES_FROM_EVERYWHERE:
        return None
    return None if _is_known(origin) else now + rules.LOCKED_FOR


def _tries_from_everywhere(origin: Origin, *, now: datetime) -> int:
    recent = SignInFailure.last_at > now - rules.TRIES_COUNTED_FOR
    total = select(func.sum(SignInFailure.failures)).filter_by(name_mark=origin.name_mark)
    return int(db.session.scalar(total.where(recent)) or 0)


def _is_known(origin: Origin) -> bool:
    return db.session.scalar(select(KnownNetwork.id).filter_by(**origin.marks).limit(1)) is not None


def hold(origin: Origin, *, now: datetime) -> None:
    """Let one try at a time from there be counted: others wait until this transaction ends."""
    fresh = {"failures": 0, "last_at": now, "locked_until": None}
    insert_new(SignInFailure, [origin.marks | fresh])
    db.session.execute(select(SignInFailure.id).filter_by(**origin.marks).with_for_update())


def failed(origin: Origin, *, now: datetime) -> datetime | None:
    """Count a failure; return until when no more are taken, if this was one too many."""
    row = db.session.scalars(
        select(SignInFailure).filter_by(**origin.marks).execution_options(populate_existing=True)
    ).one()
    stale = now - row.last_at >= rules.TRIES_COUNTED_FOR
    row.failures, row.last_at = (0 if stale else row.failures) + 1, now
    if row.failures % rules.FAILURES_ALLOWED == 0:
        row.locked_until = now + rules.LOCKED_FOR
        return row.locked_until
    return None


def succeeded(origin: Origin, *, now: datetime) -> None:
    """Forget the failures from there, and remember that the name is signed in from there."""
    db.session.execute(delete(SignInFailure).filter_by(**origin.marks))
    if insert_new(KnownNetwork, [origin.marks | {"seen_at": now}]):
        return
    db.session.execute(update(KnownNetwork).filter_by(**origin.marks).values(seen_at=now))


def forget_failures(name: str) -> int:
    """Let a name be tried again from everywhere; return from how many networks it was not."""
    marks = Origin.of(name, "")
    done = db.session.execute(delete(SignInFailure).filter_by(name_mark=marks.name_mark))
    return cast("CursorResult[Any]", done).rowcount


def is_locked_anywhere(name: str, *, now: datetime) -> bool:
    """Tell whether the name may not be tried from somewhere."""
    mark = Origin.of(name, "").name_mark
    locked = select(SignInFailure.id).filter_by(name_mark=mark)
    return db.session.scalar(locked.where(SignInFailure.locked_until > now).limit(1)) is not None


def sweep(now: datetime) -> int:
    """Drop what is no longer counted; return how much it was."""
    old = [
        delete(SignInFailure).where(
            SignInFailure.last_at <= now - rules.TRIES_COUNTED_FOR - rules.LOCKED_FOR
        ),
        delete(KnownNetwork).where(KnownNetwork.seen_at <= now - rules.NETWORK_KNOWN_FOR),
    ]
    return sum(cast("CursorResult[Any]", db.session.execute(each)).rowcount for each in old)
