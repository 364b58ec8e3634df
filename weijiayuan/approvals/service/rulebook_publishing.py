"""Publishing the rulebook: one person proposes, another approves; and replays before that."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals import decision_views
from weijiayuan.approvals.errors import (
    BookNotProposed,
    RulebookLoosens,
    RulebookMovedOn,
    SecondPersonNeeded,
)
from weijiayuan.approvals.licence_documents.signing_keys import canonical
from weijiayuan.approvals.models import Attempt, Replay, RulebookVersion
from weijiayuan.approvals.models.rulebooks import VersionState
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rulebook_in_force import (
    Decider,
    current,
    decider_of,
    shipped,
    shipped_files,
)
from weijiayuan.approvals.rules.application_decision import Case, decide
from weijiayuan.approvals.service.rulebook_checks import checked, loosened
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.author.pack_diff import differences

MOST_REPLAYED = 5_000
MOST_SHOWN = 50


def propose(files: Mapping[str, str], *, reason: str, by: str, on: date) -> RulebookVersion:
    """Propose a text; it must pass its checks. Raises `RulebookRejected`."""
    pack = checked(files, on=on).decider.book.pack
    version = RulebookVersion(
        version=pack.version,
        digest=pack.digest,
        base_digest=current().decider().book.pack.digest,
        files=dict(files),
        reason=reason,
        proposed_by=by,
    )
    db.session.add(version)
    db.session.flush()
    _record(version, "proposed", reason)
    return version


def approve(version_id: UUID, *, loosens: bool, by: str, now: datetime) -> RulebookVersion:
    """Put a text in force that another person proposed, as it was proposed.

    Raises `SecondPersonNeeded`, `RulebookMovedOn` if another text came into force since, and
    `RulebookLoosens` unless `loosens` says that what it asks less of was seen, or the text was in
    force before.
    """
    version = _proposed(version_id)
    if version.proposed_by == by:
        raise SecondPersonNeeded
    current().look_again()
    if version.base_digest != current().decider().book.pack.digest:
        raise RulebookMovedOn
    checked(version.files, on=clock.local_date(now))
    less = [] if _was_in_force(version) else loosened_by(version)
    if less and not loosens:
        raise RulebookLoosens(findings=less[:MOST_SHOWN])
    version.state, version.decided_by, version.published_at = VersionState.PUBLISHED, by, now
    _record(version, "published", version.reason)
    db.session.flush()
    current().look_again()
    return version


def _was_in_force(version: RulebookVersion) -> bool:
    """Tell whether a text is one to go back to: the one that ships, or one published before.

    The digest says nothing of worked cases, so that all files are compared.
    """
    if version.digest == shipped().book.pack.digest:
        return dict(version.files) == shipped_files()
    return dict(version.files) in rulebooks.published_texts(version.digest)


def reject(version_id: UUID, *, reason: str, by: str) -> RulebookVersion:
    """Turn a proposal down."""
    version = _proposed(version_id)
    version.state, version.decided_by = VersionState.REJECTED, by
    _record(version, "rejected", reason)
    return version


def propose_former(version_id: UUID | None, *, reason: str, by: str, on: date) -> RulebookVersion:
    """Propose to go back to a text that was in force, or to the one that ships."""
    files = shipped_files() if version_id is None else _files(version_id)
    return propose(files, reason=reason, by=by, on=on)


def _files(version_id: UUID) -> dict[str, str]:
    return dict(rulebooks.version_to_change(version_id).files)


def _proposed(version_id: UUID) -> RulebookVersion:
    version = rulebooks.version_to_change(version_id)
    if version.state is not VersionState.PROPOSED:
        raise BookNotProposed
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


def loosened_by(version: RulebookVersion) -> list[str]:
    """Return what a text asks less of than the one in force."""
    draft, before = decider_of(version.files), current().decider()
    return loosened(draft, before, version.files, files_in_force())


def compared(version: RulebookVersion) -> list[str]:
    """Return what a text says otherwise than the one in force."""
    return list(differences(current().decider().book.pack, decider_of(version.files).book.pack))


def replay(version: RulebookVersion, *, since: date, until: date, by: str) -> Replay:
    """Decide the applications of some days again by a text: which would come out otherwise."""
    span = (clock.at_local(since, time()), clock.at_local(until + timedelta(days=1), time()))
    decider = decider_of(version.files)
    attempts = queries.attempts_between(*span, MOST_REPLAYED)
    turned = [each for attempt in attempts if (each := _turned(attempt, decider))]
    moved = Counter(f"{each['was']} → {each['would']}" for each in turned)
    kept = Replay(
        version_id=version.id,
        since=since,
        until=until,
        by=by,
        result={
            "decided": len(attempts),
            "otherwise": len(turned),
            "moves": dict(moved),
            "applications": turned[:MOST_SHOWN],
        },
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _turned(attempt: Attempt, decider: Decider) -> dict[str, Any] | None:
    """Return how an attempt would come out otherwise; None if it would not."""
    proof = json.loads(attempt.decision)
    if not proof.get("facts"):
        return None
    kind = proof["kind"]
    policies = decider.kinds[kind].policies
    facts = decider.as_asked(proof["facts"], attempt.on)
    would = decide(decider.cache, Case(kind, policies, facts, proof["missing"], attempt.on))
    if would.outcome is attempt.outcome:
        return None
    before = {each["id"]: canonical(each) for each in proof["rulings"]}
    changed = [
        r.rule
        for r in would.rulings
        if canonical(decision_views.ruling_facts(r)) != before.get(r.id)
    ]
    return {
        "application": proof["application"],
        "was": attempt.outcome.value,
        "would": would.outcome.value,
        "rules": sorted(set(changed)),
    }
