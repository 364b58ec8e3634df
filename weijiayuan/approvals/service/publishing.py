"""Publishing the rulebook: one person proposes, another approves; and replays before that."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals import decision_views
from weijiayuan.approvals.errors import BookNotProposed, RulebookRejected, SecondPersonNeeded
from weijiayuan.approvals.models import Attempt, Replay, RulebookVersion
from weijiayuan.approvals.models.rulebooks import VersionState
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rulebook_in_force import Decider, current, decider_of, shipped_files
from weijiayuan.approvals.rules.application_form import kinds_of
from weijiayuan.approvals.rules.decision import outcome_of, rulings_of
from weijiayuan.approvals.sealing.signing_keys import canonical
from weijiayuan.db import db
from weijiayuan.engine.author.cases import Result, read_case_files, run
from weijiayuan.engine.author.lint import lint
from weijiayuan.engine.author.pack_diff import differences
from weijiayuan.engine.pack.loader import is_case_file
from weijiayuan.engine.rulebook import PackInvalid
from weijiayuan.kernel import clock

MOST_REPLAYED = 5_000
MOST_SHOWN = 50


def checked(files: Mapping[str, str], *, on: date) -> tuple[Decider, list[Result], list[str]]:
    """Return the rulebook of these files with its cases and what is suspicious.

    Raises `RulebookRejected` for mistakes, for cases that come out otherwise, and for figures and
    rules whose day of review is past.
    """
    cases = {name: text for name, text in files.items() if is_case_file(name)}
    try:
        decider = decider_of(files)
        kinds_of(decider.book.pack)
        for day in decider.book.engine.changes:
            decider.book.engine.rules_on(day)
        results = [
            run(decider.book.engine, case) for case in read_case_files(decider.book.pack, cases)
        ]
    except PackInvalid as invalid:
        raise RulebookRejected(findings=[str(each) for each in invalid.problems]) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise RulebookRejected(findings=[f"form.yaml: {error!r}"]) from None
    wrong = [str(each) for each in results if not each.is_right]
    if wrong:
        raise RulebookRejected(findings=wrong)
    return decider, results, [str(each) for each in lint(decider.book.engine, results, on)]


def propose(files: Mapping[str, str], *, reason: str, by: str, on: date) -> RulebookVersion:
    """Propose a text; it must pass its checks. Raises `RulebookRejected`."""
    decider, _, _ = checked(files, on=on)
    version = RulebookVersion(
        version=decider.book.pack.version,
        digest=decider.book.pack.digest,
        files=dict(files),
        reason=reason,
        proposed_by=by,
    )
    db.session.add(version)
    db.session.flush()
    _record(version, "proposed", reason)
    return version


def approve(version_id: UUID, *, by: str, now: datetime) -> RulebookVersion:
    """Put a text in force that another person proposed."""
    version = _proposed(version_id)
    if version.proposed_by == by:
        raise SecondPersonNeeded
    version.state, version.decided_by, version.published_at = VersionState.PUBLISHED, by, now
    _record(version, "published", version.reason)
    db.session.flush()
    current().look_again()
    return version


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
    policies = decider.kinds[proof["kind"]].policies
    facts = decider.weighed(proof["facts"])
    rulings = rulings_of(decider.book, policies, facts, on=attempt.on)
    would = outcome_of(rulings, proof["missing"])
    if would is attempt.outcome:
        return None
    before = {each["id"]: canonical(each) for each in proof["rulings"]}
    changed = [
        r.rule for r in rulings if canonical(decision_views.ruling_facts(r)) != before.get(r.id)
    ]
    return {
        "application": proof["application"],
        "was": attempt.outcome.value,
        "would": would.value,
        "rules": sorted(set(changed)),
    }
