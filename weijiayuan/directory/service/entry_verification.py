"""Keeping entries true: a tap of the keeper, a look by somebody else, what silence leads to."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.directory.errors import (
    CorrectFirst,
    LookCloser,
    LookedToday,
    LookRepeated,
    LookTooFast,
    PhotoNeeded,
    SiteNotInUse,
)
from weijiayuan.directory.models import Assurance, Check, ServiceAt, Site
from weijiayuan.directory.queries import entry_verification as queries
from weijiayuan.directory.queries import visitor_reports as doubts
from weijiayuan.directory.rules.visitor_reports import LOOK_METRES, SILENT_FOR, Finding
from weijiayuan.directory.rules.vocabulary import Assurer, Standing
from weijiayuan.directory.service import entries, entry_corrections, visitor_reports
from weijiayuan.directory.service.keeper_permissions import people_of
from weijiayuan.directory.service.verification_photos import is_among
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Outcome, Source
from weijiayuan.events.service import matter_handling, matter_registration
from weijiayuan.files import service as files
from weijiayuan.kernel.clock import local_date
from weijiayuan.notices import service as notices
from weijiayuan.places.coordinates import Datum, Point, metres_between
from weijiayuan.web.messages import text

logger = logging.getLogger(__name__)

PHOTOS = "directory_look"
CATEGORY = "06090"
"""服务站点与公布不符: settled by whoever goes and looks (巡办合一)."""
KEEPER_PAGE = "/packages/directory/check/check"
PROOFS_KEPT = timedelta(days=180)
FASTEST = 33.0
"""Metres a second that somebody on duty gets along: 120 km/h."""
OUTCOMES = {Finding.AS_LISTED: Outcome.NO_FAULT, Finding.CHANGED: Outcome.FIXED}
FOUND = {Outcome.NO_FAULT: Finding.AS_LISTED, Outcome.EXPLAINED: Finding.AS_LISTED}


@dataclass(frozen=True, slots=True)
class Proof:
    """The photos of a look, and what each looks like."""

    photos: Collection[UUID]
    marks: Collection[str] = ()


def assure(
    site: Site,
    finding: Finding,
    *,
    by: Assurer,
    staff_id: UUID,
    services: Collection[UUID] | None,
    words: str,
    now: datetime,
) -> Assurance:
    """Note that a keeper found a site as listed, changed, or gone. The site is locked.

    `services` names those held there that still are; None for all. A site that was gone and is as
    listed is in use again. Raises `CorrectFirst` when something changed and nothing was mended
    today, `SiteNotInUse` for a place that is out of use otherwise.
    """
    if site.standing not in {Standing.ACTIVE, Standing.GONE}:
        raise SiteNotInUse
    if finding is Finding.CHANGED and not _was_mended(site, since=local_date(now)):
        raise CorrectFirst
    made = _note(site, finding, by=by, now=now, staff_id=staff_id, words=words)
    if finding is not Finding.GONE:
        held = update(ServiceAt).where(ServiceAt.site_id == site.id)
        if services is not None:
            held = held.where(ServiceAt.id.in_(services))
        db.session.execute(held.values(assured_on=site.assured_on))
    return made


def _was_mended(site: Site, *, since: date) -> bool:
    return site.corrected_at is not None and local_date(site.corrected_at) >= since


def look(
    site: Site,
    finding: Finding,
    *,
    here: Point,
    proof: Proof,
    who: Who,
    words: str,
    now: datetime,
) -> Assurance:
    """Note what a grid worker found who stands there with a photo; it settles the matter too.

    Who finds it otherwise puts it in doubt. Raises `LookCloser` beyond 100 m, `PhotoNeeded` without
    a photo, `FileUnusable` for one that is not theirs or proves something else, `LookRepeated` for
    a picture that proved another look, `LookedToday`, `LookTooFast`.
    """
    photos = proof.photos
    if not photos:
        raise PhotoNeeded
    if queries.has_looked(site.id, _staff(who), local_date(now)):
        raise LookedToday
    _check_fresh(site, proof, _staff(who), now)
    if site.lng is None or site.lat is None:
        entries.locate(site, here)
    elif metres_between(here, Point(site.lng, site.lat, Datum.GCJ02)) > LOOK_METRES:
        raise LookCloser
    check = queries.open_check(site.id)
    event_id = check.event_id if check else None
    made = _note(site, finding, by=Assurer.VISIT, staff_id=_staff(who), words=words, now=now)
    made.photo_marks = list(proof.marks)
    db.session.flush()
    if event_id is None:
        files.attach(tuple(photos), owner=_staff(who), kind=PHOTOS, subject=made.id, now=now)
    else:
        made.event_id = event_id
        event = matters.to_change(event_id, who)
        shown = matter_handling.Proof(photos=tuple(photos), position=here)
        outcome = OUTCOMES.get(finding, Outcome.FIXED)
        matter_handling.handle(event, who=who, now=now, proof=shown, outcome=outcome, words=words)
    return made


def _check_fresh(site: Site, proof: Proof, staff_id: UUID, now: datetime) -> None:
    """See that the pictures are new, and that nobody is in two places at one time."""
    known = queries.marks_of_looks(now - PROOFS_KEPT)
    if any(is_among(each, known) for each in proof.marks):
        raise LookRepeated
    last = queries.last_look(staff_id, now)
    if last is None or None in (site.lng, site.lat, last.lng, last.lat):
        return
    here = Point(site.lng or 0.0, site.lat or 0.0, Datum.GCJ02)
    metres = metres_between(here, Point(last.lng, last.lat, Datum.GCJ02))
    if metres > LOOK_METRES * 2 + FASTEST * (now - last.at).total_seconds():
        raise LookTooFast


def _staff(who: Who) -> UUID:
    assert who.staff_id is not None
    return who.staff_id


def _note(
    site: Site,
    finding: Finding,
    *,
    by: Assurer,
    now: datetime,
    staff_id: UUID | None = None,
    words: str = "",
    event_id: UUID | None = None,
) -> Assurance:
    """Write down what was found, date the entry by it, and end the check that asked for it."""
    made = Assurance(
        site_id=site.id,
        at=now,
        day=local_date(now),
        by=by,
        finding=finding,
        staff_id=staff_id,
        event_id=event_id,
        words=words,
    )
    db.session.add(made)
    _take_over(site, finding, by=by, now=now)
    site.version += 1
    check = queries.open_check(site.id)
    if check is not None and (by is Assurer.VISIT or site.doubted_at is None):
        check.ended_at = now
    entries.note_change()
    audit.record("site assured", subject_kind="site", subject_id=site.id, finding=finding.value)
    return made


def _take_over(site: Site, finding: Finding, *, by: Assurer, now: datetime) -> None:
    """Let the entry say what was found; what somebody from outside found otherwise is in doubt."""
    if finding is Finding.CHANGED and by is Assurer.VISIT:
        visitor_reports.found_otherwise(site, now)
        return
    if finding is Finding.AS_LISTED and by is Assurer.VISIT:
        visitor_reports.found_as_listed(site, now)
    if finding is Finding.GONE and site.standing is not Standing.GONE:
        entry_corrections.tell_gone(site, now=now)
    if site.venue_id is None or finding is Finding.GONE:
        site.standing = Standing.GONE if finding is Finding.GONE else Standing.ACTIVE
    site.assured_on, site.assured_by = local_date(now), by


def ask_owners(now: datetime) -> int:
    """Ask the keepers of entries that are fresh no more; return how many were asked about."""
    asked = queries.unasked(now)
    for site in asked:
        check = Check(site_id=site.id, asked_at=now, due_at=now + SILENT_FOR)
        db.session.add(check)
        db.session.flush()
        for person in people_of(site):
            notices.tell(
                person,
                cause=f"check:{check.id}",
                template="site_check",
                facts={"site": site.name, "due": check.due_at},
                now=now,
                link=KEEPER_PAGE,
            )
    return len(asked)


def send_somebody(now: datetime) -> int:
    """Make a matter for the grid of every check that its owner left unanswered; return how many."""
    silent = queries.silent(now)
    for check, site in silent:
        assert site.lng is not None
        assert site.lat is not None
        report = matter_registration.Report(
            text=_what_to_look_at(site, now),
            point=Point(site.lng, site.lat, Datum.GCJ02),
            source=Source.SENSOR,
            category_code=CATEGORY,
            address=site.address,
            is_sample=site.is_sample,
        )
        check.event_id = matter_registration.register(report, now=now).id
        logger.info("check order", extra={"site_id": site.id, "event_id": check.event_id})
    return len(silent)


def _what_to_look_at(site: Site, now: datetime) -> str:
    """Say to whoever goes what residents found and what was answered, else how old the entry is."""
    doubt = doubts.open_doubt(site.id)
    if doubt is None:
        days = (local_date(now) - site.assured_on) // timedelta(days=1)
        return text("directory.look_at", site=site.name, days=days)
    said = "look_at_answered" if doubt.answer else "look_at_unanswered"
    return text(
        "directory.look_at_doubted",
        site=site.name,
        kinds="、".join(visitor_reports.kinds_in_words(doubt)),
        answer=text(f"directory.{said}", answer=doubt.answer.rstrip("。")),
    )


def take_in_looks(now: datetime) -> int:
    """Date entries by matters that were settled in the ledger alone; return how many."""
    settled = queries.settled_checks()
    for check, event in settled:
        _take_in(check, event, now)
    return len(settled)


def _take_in(check: Check, event: Event, now: datetime) -> None:
    """End a check by what its matter came to; one that came to nothing is asked about anew."""
    site = db.session.get_one(Site, check.site_id)
    if event.outcome in {Outcome.FIXED, Outcome.NO_FAULT, Outcome.EXPLAINED}:
        when = event.closed_at or now
        mended = _was_mended(site, since=local_date(check.asked_at))
        usual = Finding.AS_LISTED if mended else Finding.CHANGED
        finding = FOUND.get(event.outcome, usual)
        _note(site, finding, by=Assurer.VISIT, now=when, event_id=event.id)
    check.ended_at = now
