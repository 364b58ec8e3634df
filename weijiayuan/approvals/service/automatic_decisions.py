"""From an application to a decision: what the registers say, every ruling, what is kept of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals import decision_views
from weijiayuan.approvals.licence_documents.signing_keys import canonical
from weijiayuan.approvals.models import Application, Attempt, RulebookText
from weijiayuan.approvals.preliminary_check import public_lookups
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import business_names, rulebooks
from weijiayuan.approvals.rulebook_in_force import Decider, current, ground
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.approvals.rules.application_decision import Decision
from weijiayuan.approvals.rules.application_facts import Lookups, Reading, name_of
from weijiayuan.approvals.rules.automatic_approval_limits import EDITION
from weijiayuan.approvals.rules.business_names import NameReading
from weijiayuan.approvals.rules.contradicting_applications import (
    AT_HOME,
    is_retold,
    left_to_person,
    of_the_place,
    without_company,
)
from weijiayuan.approvals.rules.registered_changes import change_facts
from weijiayuan.approvals.rules.role_consents import asked_of
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service import consent_requests, told_places
from weijiayuan.approvals.service.applicant_identity_checks import (
    BarAnswer,
    identity_of,
    is_by_self,
    named_barred,
    shown_barred,
)
from weijiayuan.approvals.service.blind_indexes import address_mark, live_key, place_mark
from weijiayuan.approvals.service.consent_requests import Question
from weijiayuan.db import db, insert_new
from weijiayuan.kernel import clock

REGISTRY_RULES = frozenset({"P2", "P4"})


@dataclass(frozen=True)
class Decided:
    """An application decided: the ruling, how it was read, under which key it is live."""

    decision: Decision
    reading: Reading
    lookups: Lookups
    live_key: str | None
    decider: Decider
    registers_silent: bool
    asked: tuple[Question, ...]
    named_barred: bool | None
    """Whether anybody named is barred, whoever has agreed: for the desk."""

    @property
    def name(self) -> NameReading | None:
        return self.reading.name

    @property
    def waits_for_registry(self) -> bool:
        """Tell whether nothing but the registers' silence stands between this and an approval."""
        open_rules = {each.rule for each in self.decision.undecided}
        return self.registers_silent and bool(open_rules) and open_rules <= REGISTRY_RULES


def decide(
    application: Application,
    answers: Mapping[str, Any],
    *,
    barred: BarAnswer,
    now: datetime,
    name_taken: bool | None = None,
    name_alike: bool | None = None,
    is_binding: bool = True,
) -> Decided:
    """Decide an application by the rulebook in force, in the transaction at hand.

    What is known of the name from before may be given: then it is not looked up anew. A mere look
    (`is_binding` is false) keeps nobody else waiting.
    """
    decider, on = current().decider(), clock.local_date(now)
    key = live_key(application.kind, answers)
    former = former_answers(application)
    people = asked_of(application.kind, answers, former, ground().lexicon.script)
    asked = consent_requests.questions(application.kind, answers, former, people)
    said = consent_requests.standing(application, asked)
    checked = identity_of(application, answers, now)
    truth = named_barred(application, answers, barred, on=on)
    name = name_of(application.kind, answers, decider.ground(ground()).lexicon)
    names = beside(application, name, now, is_binding=is_binding)
    lookups = replace(
        public_lookups(answers, names),
        name_taken=bool(names.same) if name_taken is None else name_taken,
        name_alike=bool(names.alike) if name_alike is None else name_alike,
        **checked,
        barred=shown_barred(
            answers, barred, truth, on=on, identity=checked["identity"], agreed=said.agreed
        ),
        second_live=key is not None
        and queries.is_live_elsewhere(key, but=application.id, but_uscc=application.changes_uscc),
        agreed=said.agreed,
        resolved=said.resolved,
        by_self=is_by_self(application, answers),
        **_changes(application, former, answers),
    )
    decision, reading, lookups = _by_the_rules(decider, application, answers, lookups, on=on)
    silent = barred.numbers is None and not barred.is_kept
    return Decided(decision, reading, lookups, key, decider, silent, asked, truth)


def _by_the_rules(
    decider: Decider,
    application: Application,
    answers: Mapping[str, Any],
    lookups: Lookups,
    *,
    on: date,
) -> tuple[Decision, Reading, Lookups]:
    """Decide, and once more with what is told otherwise than before, if anything is."""
    kind = application.kind
    decision, reading = decider.decide(kind, answers, lookups, by=ground(), on=on)
    told = _told(application, answers, decision)
    if not any(told.values()):
        return decision, reading, lookups
    lookups = replace(lookups, **told)
    return *decider.decide(kind, answers, lookups, by=ground(), on=on), lookups


def _changes(
    application: Application, former: Mapping[str, Any] | None, answers: Mapping[str, Any]
) -> dict[str, Any]:
    return dict(change_facts(application.kind, former, answers))


def former_answers(application: Application) -> dict[str, Any] | None:
    """Return what is registered of the business that an application changes; None of a new one."""
    licence = queries.current_of(application.changes_uscc) if application.changes_uscc else None
    return queries.answers_of(queries.application(licence.application_id)) if licence else None


def _told(
    application: Application, answers: Mapping[str, Any], decision: Decision
) -> dict[str, Any]:
    """Return what is told otherwise now: by this person of this place, by anybody of the house."""
    now = left_to_person(decision_views.ruling_facts(each) for each in decision.rulings)
    mark = place_mark(answers)
    return {
        "retold": (mark is not None and _tells_otherwise(application, mark, now))
        or (AT_HOME not in now and told_places.was_home(answers)),
        "place_retold": told_places.is_told_otherwise(answers, of_the_place(now)),
    }


def _tells_otherwise(application: Application, mark: str, now: frozenset[str]) -> bool:
    """Tell whether the person told otherwise of the place before, or was refused there.

    What was told and is erased, as its account was left, is not known: that too is for a person.
    """
    before = [
        (json.loads(attempt.decision).get("rulings"), of)
        for attempt, of in queries.attempts_at(mark)
    ]
    if any(said is None or of.state is ApplicationState.REFUSED for said, of in before):
        return True
    return is_retold((_held_against(application, said, of) for said, of in before), now)


def _held_against(
    application: Application, said: list[dict[str, Any]], of: Application
) -> frozenset[str]:
    """Return what a person had to look at in an earlier application, as far as it still counts.

    A change that was taken back leaves the company as it is registered.
    """
    left = left_to_person(said)
    is_taken_back = of.state is ApplicationState.WITHDRAWN and of.changes_uscc is not None
    if is_taken_back and of.changes_uscc == application.changes_uscc:
        return without_company(left)
    return left


def beside(
    application: Application, name: NameReading | None, now: datetime, *, is_binding: bool = True
) -> business_names.Neighbours:
    """Return the names of others that are the same or alike; who decides about it waits in turn."""
    if name is None or not name.trade_name:
        return business_names.Neighbours((), ())
    if is_binding:
        queries.lock_trade_name(name.trade_name)
    return business_names.neighbours(
        name.trade_name,
        name.industry or "",
        ground().authority.division,
        on=clock.local_date(now),
        but=_own_names(application),
    )


def _own_names(application: Application) -> set[UUID]:
    """Return the applications whose names are its own: itself, and that of what it changes."""
    if application.changes_uscc is None:
        return {application.id}
    licence = queries.current_of(application.changes_uscc)
    return {application.id, licence.application_id} if licence else {application.id}


def keep(
    application: Application,
    decided: Decided,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    began: datetime,
) -> Attempt:
    """Keep an attempt with its decision, and seal what was decided into the trail."""
    application.attempt += 1
    text = kept_text(application, decided, answers, now)
    record = json.loads(text)
    attempt = Attempt(
        application_id=application.id,
        number=application.attempt,
        on=clock.local_date(now),
        outcome=decided.decision.outcome,
        decision=text,
        answers=json.dumps(answers, ensure_ascii=False),
        book_digest=decided.decider.book.pack.digest,
        ms=max(0, int((clock.now() - began).total_seconds() * 1000)),
        submitted_at=now,
        place_mark=place_mark(answers),
        address_mark=address_mark(answers),
        place_told=sorted(of_the_place(left_to_person(record["rulings"]))),
        key_version=KEY_VERSION,
        rules={
            each.rule: each.outcome.value
            for each in decided.decision.rulings
            if each.verdict is not True
        },
    )
    db.session.add(attempt)
    db.session.flush()
    told_places.keep(attempt, answers)
    _seal(attempt)
    return attempt


def kept_text(
    application: Application, decided: Decided, answers: Mapping[str, Any], now: datetime
) -> str:
    """Return a decision as it is kept, and keep the rulebook that it was made by."""
    _keep_text(decided.decider)
    return text_of(application, decided, answers, now)


def text_of(
    application: Application, decided: Decided, answers: Mapping[str, Any], now: datetime
) -> str:
    """Return a decision as it is written."""
    return canonical(proof_of(application, decided, answers, now)).decode()


def _seal(attempt: Attempt) -> None:
    """Put what was decided into the trail, with the fingerprint of the whole decision."""
    audit.record(
        "approvals.decided",
        subject_kind="approval",
        subject_id=attempt.application_id,
        outcome=attempt.outcome.value,
        attempt=attempt.number,
        rulebook=attempt.book_digest,
        sha256=sha256(attempt.decision.encode()).hexdigest(),
    )


def _keep_text(decider: Decider) -> None:
    """Keep the text that decides, so that it can be read when another has come with a release."""
    digest = decider.book.pack.digest
    if not rulebooks.is_kept(digest):
        insert_new(RulebookText, [{"digest": digest, "files": dict(decider.book.pack.files)}])


def proof_of(
    application: Application, decided: Decided, answers: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the proof of a decision: everything that is needed to decide it again.

    Name and address are there as the SHA-256 of their text: whoever is shown a licence can tell
    that the proof is of it, and nobody reads a home from it. Of the birth date only the age is.
    """
    decision = decided.decision
    return {
        "digests": {
            what: sha256(answers[what].encode()).hexdigest() if answers.get(what) else None
            for what in ("name", "address")
        },
        "application": application.number,
        "attempt": application.attempt,
        "kind": application.kind,
        "on": clock.local_date(now).isoformat(),
        "at": now.isoformat(),
        "authority": ground().authority.name,
        "rulebook": decided.decider.book.stamp,
        "floor": EDITION,
        "policies": list(decided.decider.kinds[application.kind].policies),
        "facts": decided.reading.facts,
        "lookups": asdict(decided.lookups),
        "missing": list(decision.missing),
        "rulings": [decision_views.ruling_facts(each) for each in decision.rulings],
        "outcome": decision.outcome.value,
        "other_authority": decided.reading.other_authority,
    }
