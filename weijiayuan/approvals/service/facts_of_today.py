"""What the desk looks at and decides on: the facts of today, never those of the submission.

Between a submission and a decision people come onto the list of the barred, places are told to be
dwellings, others open at the address, a rulebook is published, a registration is disputed. Whoever
decides names what they saw (`seen`); what differs from it by now is told, and nothing is decided.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weijiayuan.approvals.errors import FactsChanged
from weijiayuan.approvals.models import Application
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import pending_revocations
from weijiayuan.approvals.rules.application_decision import Decision
from weijiayuan.approvals.service import automatic_decisions
from weijiayuan.approvals.service.applicant_identity_checks import KEPT, KEPT_TO_TELL
from weijiayuan.approvals.service.automatic_decisions import Decided

Json = dict[str, Any]
HIDDEN = frozenset({"p4_clear", "floor_barred"})
"""Whether somebody is barred is not told to an applicant at once: it stands beside the rulings."""
BARRED: Mapping[str, str] = {
    "barred": "写到的人里有人在限制登记名单上",
    "clear": "写到的人都不在限制登记名单上",
    "unsure": "写到的人是否在限制登记名单上还不清楚",
}
MATTERS: Mapping[str, str] = {
    "disputed": "有人说这项登记冒用了自己的名义，还没有结论",
    "to_revoke": "有人提请撤销这张执照的登记，还没有决定",
}
BOOK = "现行的规则换过，请按现在的规则看"
SOLVED = "已经不再是问题："


@dataclass(frozen=True)
class Today:
    """An application decided by what is known now, and what else an officer has to know."""

    decided: Decided
    matters: tuple[str, ...]

    @property
    def decision(self) -> Decision:
        return self.decided.decision

    @property
    def named_barred(self) -> bool | None:
        """Tell whether anybody named is barred now, whoever has agreed."""
        return self.decided.named_barred

    @property
    def seen(self) -> str:
        """Return what an officer names who saw this: rulebook, bar, matters, and what is open."""
        stands = {each.id: each.verdict for each in self.decision.rulings}
        digest = self.decided.decider.book.pack.digest
        return _seen(digest, self.named_barred, self.matters, stands)


def of(
    application: Application, answers: Mapping[str, Any], *, now: datetime, is_binding: bool = True
) -> Today:
    """Decide an application by the facts of today; for a mere look nothing is locked."""
    decided = automatic_decisions.decide(
        application,
        answers,
        barred=KEPT,
        name_alike=_as_known(application).get("name_alike"),
        now=now,
        is_binding=is_binding,
    )
    return Today(decided, _matters(application))


def check_seen(application: Application, today: Today, seen: str | None) -> None:
    """Raise `FactsChanged` unless an officer saw what stands today.

    Whoever names nothing saw what stood when it was submitted.
    """
    words = _changed(seen or as_submitted(application), today)
    if words:
        raise FactsChanged(changed="；".join(words))


def check_seen_now(application: Application, seen: str | None, *, now: datetime) -> None:
    """Decide an application by the facts of today and do as `check_seen`."""
    check_seen(application, of(application, queries.answers_of(application), now=now), seen)


def changed_since_submission(application: Application, today: Today) -> list[str]:
    """Return in words what is otherwise than when it was submitted."""
    return _changed(as_submitted(application), today)


def record(
    application: Application, today: Today, answers: Mapping[str, Any], now: datetime
) -> str:
    """Return the facts of the moment in which a person decides, as the proof states them.

    The applicant reads it: of others it tells no more than they let be told.
    """
    decided = today.decided
    if today.named_barred is not False:
        decided = automatic_decisions.decide(
            application,
            answers,
            barred=KEPT_TO_TELL,
            name_alike=decided.lookups.name_alike,
            now=now,
        )
    return automatic_decisions.kept_text(application, decided, answers, now)


def record_now(application: Application, now: datetime) -> str:
    """Return the facts of the moment in which a person gives back or refuses."""
    answers = queries.answers_of(application)
    return record(application, of(application, answers, now=now), answers, now)


def barred_words(today: Today) -> str:
    """Say whether anybody named is barred."""
    return BARRED[_barred(today.named_barred)]


def as_submitted(application: Application) -> str:
    """Return what an officer saw who looked right after the submission."""
    attempt = queries.last_attempt(application.id)
    kept: Json = json.loads(attempt.decision) if attempt else {}
    stands = {each["id"]: each["verdict"] for each in kept.get("rulings", ())}
    digest = attempt.book_digest if attempt else ""
    return _seen(digest, application.named_barred, (), stands)


def _as_known(application: Application) -> Json:
    """Return what the registers said when it was submitted."""
    kept = queries.last_attempt(application.id)
    said: Json = json.loads(kept.decision).get("lookups", {}) if kept else {}
    return said


def _matters(application: Application) -> tuple[str, ...]:
    """Return what is under way about the licence that an application changes."""
    uscc = application.changes_uscc
    if uscc is None:
        return ()
    found = {
        "disputed": pending_revocations.disputed(uscc),
        "to_revoke": pending_revocations.proposals(uscc),
    }
    return tuple(what for what, rows in found.items() if rows)


def _seen(
    digest: str,
    named_barred: bool | None,  # noqa: FBT001  # one of three words
    matters: Iterable[str],
    stands: Mapping[str, bool | None],
) -> str:
    barred = _barred(named_barred)
    is_open = [
        f"{name}={'no' if said is False else 'unknown'}"
        for name, said in stands.items()
        if not said and name not in HIDDEN
    ]
    return ",".join([digest[:16], barred, *sorted(matters), *sorted(is_open)])


def _barred(named_barred: bool | None) -> str:  # noqa: FBT001  # one of three words
    return {True: "barred", False: "clear", None: "unsure"}[named_barred]


def _changed(before: str, today: Today) -> list[str]:
    """Return in words what stands now and did not, and what stood and does no more."""
    said = {each.id: each.sentence for each in today.decision.rulings}
    was, now = frozenset(before.split(",")), frozenset(today.seen.split(","))
    if was == now:
        return []
    came, went = now - was, was - now
    words = [BARRED.get(each) or MATTERS.get(each) or said.get(_name(each), "") for each in came]
    gone = {_name(each) for each in went} - {_name(each) for each in came}
    words += [f"{SOLVED}{said[name]}" for name in gone if name in said]
    words += [f"{SOLVED}{MATTERS[name]}" for name in gone if name in MATTERS]
    return sorted(filter(None, words)) or [BOOK]


def _name(part: str) -> str:
    return part.partition("=")[0]
