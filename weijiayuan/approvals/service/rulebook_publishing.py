"""Publishing the rulebook: one person proposes, another approves.

Checking a text takes seconds. It is done between two transactions, on what was read in the first;
the second asks whether that still holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.approvals.errors import (
    BookNotProposed,
    RulebookLoosens,
    RulebookMovedOn,
    RulebookVersionTaken,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import RulebookVersion
from weijiayuan.approvals.models.rulebooks import VersionState
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rulebook_in_force import Decider, current, shipped, shipped_files
from weijiayuan.approvals.service.rulebook_checks import Files, checked, loosened
from weijiayuan.db import db
from weijiayuan.rules_engine.author.pack_diff import differences
from weijiayuan.rules_engine.author.worked_cases import Result

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Base:
    """The text in force, and how many publications there were up to it."""

    digest: str
    number: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that passed its checks, and the text in force that it was checked beside."""

    files: Files
    version: str
    digest: str
    base: Base


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for approval, and the one in force beside it, read before the slow work."""

    files: Files
    before: Decider
    former: Files
    was_in_force: bool


def base() -> Base:
    """Return what is in force now, whatever this process knew two seconds ago."""
    current().look_again()
    return Base(current().decider().book.pack.digest, rulebooks.published_so_far())


def drafted(files: Files, *, beside: Base, on: date) -> Draft:
    """Return a text that passes its checks. Slow, without the database.

    Raises `RulebookRejected`.
    """
    pack = checked(files, on=on).decider.book.pack
    return Draft(dict(files), pack.version, pack.digest, beside)


def propose(draft: Draft, *, reason: str, by: str) -> RulebookVersion:
    """Propose a text that passed its checks."""
    version = RulebookVersion(
        version=draft.version,
        digest=draft.digest,
        base_digest=draft.base.digest,
        base_number=draft.base.number,
        files=dict(draft.files),
        reason=reason,
        proposed_by=by,
    )
    db.session.add(version)
    db.session.flush()
    _record(version, "proposed", reason)
    return version


def waiting(version_id: UUID, *, by: str) -> Waiting:
    """Return a text that this person may put in force now.

    Raises `BookNotProposed`, `SecondPersonNeeded`, and `RulebookMovedOn` if another text came into
    force since it was proposed.
    """
    version = rulebooks.version(version_id)
    _check_open(version, by=by)
    files = dict(version.files)
    return Waiting(files, current().decider(), files_in_force(), _was_in_force(version))


def check_loosening(text: Waiting, *, loosens: bool, on: date) -> None:
    """Check a text again on the day of its approval. Slow, without the database.

    Raises `RulebookRejected`, and `RulebookLoosens` unless `loosens` says that what it asks less
    of was seen, or the text was in force before.
    """
    draft = checked(text.files, on=on).decider
    if loosens or text.was_in_force:
        return
    if less := loosened(draft, text.before, text.files, text.former):
        raise RulebookLoosens(findings=less[:MOST_SHOWN])


def approve(version_id: UUID, *, by: str, now: datetime) -> RulebookVersion:
    """Put a text in force that another person proposed, as it was checked (`check_loosening`).

    Of two that are approved at one time the second is out of date: both want the next number.
    Raises `BookNotProposed`, `SecondPersonNeeded`, `RulebookMovedOn`, `RulebookVersionTaken`.
    """
    version = rulebooks.version_to_change(version_id)
    _check_open(version, by=by)
    _check_name(version.version, version.digest)
    version.state, version.decided_by, version.published_at = VersionState.PUBLISHED, by, now
    version.number = version.base_number + 1
    _record(version, "published", version.reason)
    try:
        db.session.flush()
    except IntegrityError:
        raise RulebookMovedOn from None
    current().look_again()
    return version


def _check_open(version: RulebookVersion, *, by: str) -> None:
    """Refuse what is decided, one's own, and what was made from another text than today's."""
    if version.state is not VersionState.PROPOSED:
        raise BookNotProposed
    if version.proposed_by == by:
        raise SecondPersonNeeded
    if Base(version.base_digest, version.base_number) != base():
        raise RulebookMovedOn


def _check_name(name: str, digest: str) -> None:
    """Refuse a text under the name of another: papers and checks show the name alone."""
    here = shipped().book.pack
    others = rulebooks.digests_published_as(name) | (
        {here.digest} if here.version == name else set()
    )
    if others - {digest}:
        raise RulebookVersionTaken(version=name)


def _was_in_force(version: RulebookVersion) -> bool:
    """Tell whether a text is one to go back to: the one that ships, or one published before.

    The digest says nothing of worked cases, so that all files are compared.
    """
    if version.digest == shipped().book.pack.digest:
        return dict(version.files) == shipped_files()
    return dict(version.files) in rulebooks.published_texts(version.digest)


def reject(version_id: UUID, *, reason: str, by: str) -> RulebookVersion:
    """Turn a proposal down."""
    version = rulebooks.version_to_change(version_id)
    if version.state is not VersionState.PROPOSED:
        raise BookNotProposed
    version.state, version.decided_by = VersionState.REJECTED, by
    _record(version, "rejected", reason)
    return version


def _record(version: RulebookVersion, what: str, reason: str) -> None:
    audit.record(
        f"approvals.rulebook_{what}",
        subject_kind="approval_rulebook",
        subject_id=version.id,
        reason=reason,
        digest=version.digest,
    )


def files_in_force() -> dict[str, str]:
    """Return every file of the rulebook in force, cases too."""
    digest = current().decider().book.pack.digest
    if digest == shipped().book.pack.digest:
        return shipped_files()
    return rulebooks.files_of(digest) or {}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a text does with its own cases, and what it changes."""

    results: list[Result]
    lint: list[str]
    loosens: list[str]
    differences: list[str]


def tried(files: Files, *, before: Decider, former: Files, on: date) -> Trial:
    """Run the cases of a text beside the one in force. Slow, without the database.

    Raises `RulebookRejected`.
    """
    found = checked(files, on=on)
    return Trial(
        found.results,
        found.lint,
        loosened(found.decider, before, files, former),
        list(differences(before.book.pack, found.decider.book.pack)),
    )
