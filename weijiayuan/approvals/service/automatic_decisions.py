"""From an application to a decision: what the registers say, every ruling, what is kept of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals import decision_views
from weijiayuan.approvals.licence_documents.signing_keys import canonical
from weijiayuan.approvals.models import Application, Attempt, IdentityCheck, RulebookText
from weijiayuan.approvals.preliminary_check import public_lookups
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import barred_persons, business_names, rulebooks
from weijiayuan.approvals.rulebook_in_force import Decider, current, ground
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.approvals.rules.application_facts import Lookups, Reading, name_of
from weijiayuan.approvals.rules.business_names import NameReading
from weijiayuan.approvals.rules.contradicting_applications import is_retold, left_to_person
from weijiayuan.approvals.rules.decision import Decision
from weijiayuan.approvals.rules.people_in_application import others_named, plain_number
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.db import blind_index, db, insert_new
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
    place_mark: str | None

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
    barred: bool | None,
    now: datetime,
    name_taken: bool | None = None,
    name_alike: bool | None = None,
) -> Decided:
    """Decide an application by the rulebook in force, in the transaction at hand.

    What is known of the name from before may be given: then it is not looked up anew.
    """
    decider, on = current().decider(), clock.local_date(now)
    name = name_of(application.kind, answers, ground().lexicon)
    key = live_key(application.kind, answers)
    names = beside(application, name, now)
    lookups = replace(
        public_lookups(answers, names),
        name_taken=bool(names.same) if name_taken is None else name_taken,
        name_alike=bool(names.alike) if name_alike is None else name_alike,
        **_identity(application, answers, now),
        barred=_barred(answers, said=barred, on=on),
        second_live=key is not None
        and queries.is_live_elsewhere(key, but=application.id, but_uscc=application.changes_uscc),
    )
    mark = place_mark(answers)
    decision, reading = decider.decide(application.kind, answers, lookups, by=ground(), on=on)
    if mark is not None and _tells_otherwise(mark, decision):
        lookups = replace(lookups, retold=True)
        decision, reading = decider.decide(application.kind, answers, lookups, by=ground(), on=on)
    return Decided(decision, reading, lookups, key, decider, barred is None, mark)


def _tells_otherwise(mark: str, decision: Decision) -> bool:
    """Tell whether the person told otherwise of the place before, or was refused there.

    What was told and is erased, as its account was left, is not known: that too is for a person.
    """
    before = queries.attempts_at(mark)
    kept = [json.loads(each.decision).get("rulings") for each, _ in before]
    if None in kept or any(state is ApplicationState.REFUSED for _, state in before):
        return True
    told = (left_to_person(rulings) for rulings in kept)
    return is_retold(
        told, left_to_person(decision_views.ruling_facts(each) for each in decision.rulings)
    )


def _barred(answers: Mapping[str, Any], *, said: bool | None, on: date) -> bool | None:
    """Return whether anybody named is barred: by our own list, or by what the registers said.

    None where somebody is named without a number: nobody could be asked about them.
    """
    others = others_named(answers, ground().lexicon.script)
    numbers = {plain_number(answers), *(each.number for each in others)} - {""}
    if said or any(barred_persons.is_listed(number, on=on) for number in numbers):
        return True
    return said if all(each.number for each in others) else None


def beside(
    application: Application, name: NameReading | None, now: datetime
) -> business_names.Neighbours:
    """Return the names of others that are the same or alike; who decides about it waits in turn."""
    if name is None or not name.trade_name:
        return business_names.Neighbours((), ())
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


def live_key(kind: str, answers: Mapping[str, Any]) -> str | None:
    """Return kind, person and standard place as one mark; None while one of them is not there.

    What is traded does not count: one code more makes no other shop.
    """
    number, address = plain_number(answers), answers.get("address")
    if not number or not address:
        return None
    return blind_index(f"{kind}|{number}|{ground().places.key(address)}")


def place_mark(answers: Mapping[str, Any]) -> str | None:
    """Return person and standard place as one mark; None while one of them is not there."""
    number, address = plain_number(answers), answers.get("address")
    if not number or not address:
        return None
    return blind_index(f"told|{number}|{ground().places.key(address)}")


def identity_mark(name: str, number: str) -> str:
    """Return the mark of a name and number under which an identity check is kept."""
    return blind_index(f"{''.join(name.split())}|{''.join(number.split()).upper()}")


def _identity(application: Application, answers: Mapping[str, Any], now: datetime) -> Any:
    """Return the newest identity check of the applicant and, if it passed, of everybody named."""
    at = application.submitted_at or now
    name, number = answers.get("operator_name"), answers.get("id_number")
    if not name or not number:
        return {"identity": None, "identity_minutes": None}
    found = queries.newest_check(application.resident_id, identity_mark(name, number))
    if found is None:
        other = queries.newest_check_of_any(application.resident_id)
        return {"identity": "mismatch" if other else None, "identity_minutes": None}
    checks = [found, *_checks_of_others(application, answers)]
    if None in checks and found.result == "passed":
        return {"identity": None, "identity_minutes": None}
    first = min(each.checked_at for each in checks if each)
    minutes = -(-(at - first) // timedelta(minutes=1))
    return {"identity": found.result, "identity_minutes": max(0, minutes)}


def _checks_of_others(
    application: Application, answers: Mapping[str, Any]
) -> list[IdentityCheck | None]:
    """Return of everybody else who is named the check they passed by an account of their own."""
    return [
        queries.passed_elsewhere(application.resident_id, identity_mark(each.name, each.number))
        if each.number
        else None
        for each in others_named(answers, ground().lexicon.script)
    ]


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
    _keep_text(decided.decider)
    record = proof_of(application, decided, answers, now)
    attempt = Attempt(
        application_id=application.id,
        number=application.attempt,
        on=clock.local_date(now),
        outcome=decided.decision.outcome,
        decision=canonical(record).decode(),
        answers=json.dumps(answers, ensure_ascii=False),
        book_digest=decided.decider.book.pack.digest,
        ms=max(0, int((clock.now() - began).total_seconds() * 1000)),
        submitted_at=now,
        place_mark=decided.place_mark,
        key_version=KEY_VERSION,
        rules={
            each.rule: each.outcome.value
            for each in decided.decision.rulings
            if each.verdict is not True
        },
    )
    db.session.add(attempt)
    db.session.flush()
    _seal(attempt)
    return attempt


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
        "policies": list(decided.decider.kinds[application.kind].policies),
        "facts": decided.reading.facts,
        "lookups": asdict(decided.lookups),
        "missing": list(decision.missing),
        "rulings": [decision_views.ruling_facts(each) for each in decision.rulings],
        "outcome": decision.outcome.value,
        "other_authority": decided.reading.other_authority,
    }
