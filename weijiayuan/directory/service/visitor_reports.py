"""What residents find at the door, when that puts a site in doubt, and the answer in public."""

import logging
import unicodedata
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import blind_index, db
from weijiayuan.deadline_clocks.service import office_hours
from weijiayuan.deadline_clocks.working_time import Limit, due
from weijiayuan.directory.errors import (
    CorrectFirst,
    CorrectWhatWasFound,
    NothingToAnswer,
    ReportedToday,
    SiteNotInUse,
)
from weijiayuan.directory.models import Check, DoorReport, Doubt, Site
from weijiayuan.directory.queries import entry_verification, site_keepers, visitor_reports
from weijiayuan.directory.rules.open_on_arrival import Door
from weijiayuan.directory.rules.visitor_reports import (
    NEAR_METRES,
    OF_THE_ENTRY,
    REPORT_WORDS,
    WITHIN,
    NotCounted,
    ReportKind,
    is_doubtful,
)
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.directory.service import entries, reported_error_corrections
from weijiayuan.directory.service.keeper_permissions import answers_for, people_of
from weijiayuan.kernel.clock import local_date
from weijiayuan.notices import service as notices
from weijiayuan.places.coordinates import Datum, Point, metres_between

logger = logging.getLogger(__name__)

ANSWER_WITHIN = Limit.parse("1d")
SITE_PAGE = "/packages/directory/site/site?id="


def report(
    site: Site,
    kind: ReportKind,
    *,
    here: Point,
    device: str | None,
    by: UUID,
    now: datetime,
) -> DoorReport:
    """Note what a resident found; two that count put the site in doubt at once.

    One that did not count may be said anew, as by who came nearer. The site is locked. Where they
    stand is compared and forgotten. Raises `ReportedToday`, `SiteNotInUse`.
    """
    before = visitor_reports.report_of(site.id, by, local_date(now))
    if before is not None and before.counts:
        raise ReportedToday
    check_in_use(site)
    named = _plain_name(device)
    mark = blind_index(f"door:{site.id}:{named}") if named else None
    reason = _because_of_who(by, site) or _not_counted(site, here, mark, now)
    told = DoorReport(
        site_id=site.id,
        kind=kind,
        at=now,
        day=local_date(now),
        resident_id=by,
        counts=reason is None,
        not_counted=reason,
        device_mark=mark,
    )
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    db.session.add(told)
    db.session.flush()
    logger.info("door report", extra={"site_id": site.id, "kind": kind.value})
    if told.counts and kind is not ReportKind.AS_LISTED:
        _weigh(site, now)
    return told


def _plain_name(device: str | None) -> str:
    """Return the name of a device by its letters and digits, however wide or hidden the rest."""
    folded = unicodedata.normalize("NFKC", device or "").casefold()
    return "".join(each for each in folded if each.isalnum())


def _because_of_who(by: UUID, site: Site) -> NotCounted | None:
    """Return why a report does not count whoever's device it is: no staff speaks as a resident."""
    if answers_for(by, site):
        return NotCounted.OWN_SITE
    return NotCounted.STAFF if site_keepers.has_office(by) else None


def _not_counted(site: Site, here: Point, mark: str | None, now: datetime) -> NotCounted | None:
    if site.lng is None or site.lat is None:
        return NotCounted.FAR
    if metres_between(here, Point(site.lng, site.lat, Datum.GCJ02)) > NEAR_METRES:
        return NotCounted.FAR
    if reported_error_corrections.door(site, now) is Door.CLOSED:
        return NotCounted.OUTSIDE_HOURS
    if mark is None:
        return NotCounted.NO_DEVICE
    return (
        NotCounted.SAME_DEVICE if visitor_reports.has_device(site.id, mark, now - WITHIN) else None
    )


def check_in_use(site: Site) -> None:
    """See that a site is in use. Raises `SiteNotInUse`."""
    if site.standing is not Standing.ACTIVE:
        raise SiteNotInUse


def _weigh(site: Site, now: datetime) -> None:
    """Put the site in doubt if enough people found it otherwise; later reports join the doubt."""
    doubt = visitor_reports.open_doubt(site.id)
    reports = visitor_reports.against(site.id, now - WITHIN)
    if doubt is None:
        told, since = visitor_reports.told(reports), visitor_reports.last_answered(site.id)
        if not is_doubtful(told, now=now, since=since):
            return
        reports = [each for each in reports if since is None or each.at > since]
        doubt = _open(site, now)
    kinds: dict[str, int] = {}
    for each in reports:
        each.doubt_id = each.doubt_id or doubt.id
        kinds[each.kind.value] = kinds.get(each.kind.value, 0) + 1
    doubt.kinds = kinds


def found_otherwise(site: Site, now: datetime) -> None:
    """Put a site in doubt at once: somebody who was sent to look found it otherwise."""
    doubt = visitor_reports.open_doubt(site.id) or _open(site, now)
    wrong = ReportKind.WRONG.value
    doubt.kinds = doubt.kinds | {wrong: doubt.kinds.get(wrong, 0) + 1}


def _open(site: Site, now: datetime) -> Doubt:
    deadline = due(now, ANSWER_WITHIN, office_hours())
    said = reported_error_corrections.place_of(site)
    doubt = Doubt(site_id=site.id, opened_at=now, due_at=deadline, kinds={}, place=said)
    db.session.add(doubt)
    db.session.flush()
    site.doubted_at = now
    site.version += 1
    entries.note_change()
    _tell(site, doubt, template="site_doubted", now=now)
    audit.record("site doubted", subject_kind="site", subject_id=site.id)
    return doubt


def _tell(site: Site, doubt: Doubt, *, template: str, now: datetime) -> None:
    for person in people_of(site):
        notices.tell(
            person,
            cause=f"doubt:{doubt.id}:{template}",
            template=template,
            facts={"site": site.name, "due": doubt.due_at},
            now=now,
            link=f"{SITE_PAGE}{site.id}",
        )


def answer(site: Site, *, text: str, corrected: bool, by: UUID, now: datetime) -> Doubt:
    """Answer in public what residents found otherwise.

    Who mended exactly what was found otherwise ends the doubt. An owner's word does not, nor
    another fact mended: somebody is sent to look, and until then nobody is sent there. Raises
    `NothingToAnswer`; where it is said to be corrected, `CorrectFirst` if nothing was, and
    `CorrectWhatWasFound` if the entry says still what was found otherwise.
    """
    doubt = visitor_reports.open_doubt(site.id)
    if doubt is None:
        raise NothingToAnswer
    left = reported_error_corrections.unmended(site, doubt)
    if corrected and left and site.venue_id is None:
        _refuse_correction(site, doubt, left)
    doubt.answer, doubt.corrected, doubt.answered_by = text, corrected and not left, by
    audit.record("site doubt answered", subject_kind="site", subject_id=site.id)
    if doubt.corrected:
        _end(site, doubt, now)
    else:
        _send_somebody(site, now)
    return doubt


def _refuse_correction(site: Site, doubt: Doubt, left: frozenset[ReportKind]) -> None:
    """See that who says to have corrected it did, as far as an entry can be."""
    if site.corrected_at is None or site.corrected_at < doubt.opened_at:
        raise CorrectFirst
    if told := [REPORT_WORDS[kind] for kind in ReportKind if kind in left & OF_THE_ENTRY]:
        raise CorrectWhatWasFound(kinds="、".join(told))


def reopen_if_undone(site: Site, now: datetime) -> None:
    """Doubt a site again whose mending was undone within a week: somebody is sent to look.

    The answer that said it was corrected does not stand.
    """
    doubt = visitor_reports.last_mended(site.id, now - WITHIN)
    if doubt is None or visitor_reports.open_doubt(site.id) is not None:
        return
    db.session.flush()
    if not reported_error_corrections.unmended(site, doubt) & OF_THE_ENTRY:
        return
    doubt.ended_at, doubt.corrected, site.doubted_at = None, False, now
    entries.note_change()
    _send_somebody(site, now)
    audit.record("site doubted", subject_kind="site", subject_id=site.id)


def found_as_listed(site: Site, now: datetime) -> None:
    """End the doubt about a site: somebody who was sent to look found it as it says."""
    doubt = visitor_reports.open_doubt(site.id)
    if doubt is not None:
        _end(site, doubt, now)


def _end(site: Site, doubt: Doubt, now: datetime) -> None:
    doubt.ended_at, site.doubted_at = now, None
    site.version += 1
    entries.note_change()


def _send_somebody(site: Site, now: datetime) -> None:
    """Let the grid look at once, whoever is asked about the site already."""
    check = entry_verification.open_check(site.id)
    if check is None:
        db.session.add(Check(site_id=site.id, asked_at=now, due_at=now))
    else:
        check.due_at = min(check.due_at, now)


def escalate(now: datetime) -> int:
    """Tell the keepers once more of doubts that nobody answered in time; return how many."""
    late = visitor_reports.overdue_doubts(now)
    for doubt, site in late:
        doubt.escalated_at = now
        _tell(site, doubt, template="site_doubt_late", now=now)
    return len(late)


def kinds_in_words(doubt: Doubt) -> list[str]:
    """Say what was found, and by how many people."""
    return [f"{count}人：{REPORT_WORDS[ReportKind(kind)]}" for kind, count in doubt.kinds.items()]
