"""Papers that an applicant hands in after the submission (补正, 细则 18).

They belong to the attempt that comes next where the application was given back, and to the one
that lies with a registrar otherwise. What was submitted once is not taken back.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.errors import PaperNotFound, PaperSubmitted, TooManyPapers
from weijiayuan.approvals.models import Application, SupportingPaper
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import supporting_papers
from weijiayuan.approvals.rules.states import LIVE, ApplicationState
from weijiayuan.approvals.service import applications, notifications
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import service as files
from weijiayuan.files.rules import duty
from weijiayuan.kernel.state_machine import IllegalMove

MOST_PAPERS = 20
FILED = "approval_paper"
READERS = (Role.REGISTRAR, Role.REGISTRAR_HEAD)


def hand_in(  # what there is to say of a paper
    application_id: UUID,
    *,
    attempt: int,
    kind: str,
    number: str,
    issued_on: date | None,
    file: UUID | None,
    by: UUID,
    now: datetime,
) -> Application:
    """Add a paper to what was given back or lies with a registrar. The same picture counts once.

    Raises `AttemptMovedOn`, `FileUnusable`, `IllegalMove` and `TooManyPapers`.
    """
    application = _to_add(application_id, attempt, by)
    papers = supporting_papers.of_application(application.id)
    if file and any(each.file_id == file for each in papers):
        return application
    if len(papers) >= MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)
    if file:
        readers = [duty(role, "district", district().code) for role in READERS]
        files.attach([file], owner=by, kind=FILED, subject=application.id, readers=readers, now=now)
    is_given_back = application.state is ApplicationState.TO_CORRECT
    paper = SupportingPaper(
        application_id=application.id,
        attempt=application.attempt + is_given_back,
        kind=kind,
        number=number,
        issued_on=issued_on,
        file_id=file,
    )
    db.session.add(paper)
    db.session.flush()
    applications.note(application, "paper_added", by=f"resident:{by}")
    notifications.show(application, now=now)
    return application


def take_back(application_id: UUID, paper_id: UUID, *, attempt: int, by: UUID) -> Application:
    """Take back a paper that was not submitted yet, with its picture.

    Raises `AttemptMovedOn`, `PaperNotFound` and `PaperSubmitted`.
    """
    application = _to_add(application_id, attempt, by)
    rows = supporting_papers.of_application(application.id)
    paper = next((each for each in rows if each.id == paper_id), None)
    if paper is None:
        raise PaperNotFound
    if paper.attempt <= application.attempt:
        raise PaperSubmitted
    _drop([paper])
    applications.note(application, "paper_taken_back", by=f"resident:{by}")
    return application


def forget(application_ids: Sequence[UUID]) -> None:
    """Delete the papers of what led to nothing, with their pictures."""
    _drop(supporting_papers.of_applications(application_ids))


def _to_add(application_id: UUID, attempt: int, by: UUID) -> Application:
    application = queries.application_to_change(application_id, by)
    if application.state not in LIVE:
        raise IllegalMove(old=application.state, new="paper", allowed=[])
    applications.check_attempt(application, attempt)
    return application


def _drop(papers: Sequence[SupportingPaper]) -> None:
    pictures = [each.file_id for each in papers if each.file_id]
    for paper in papers:
        db.session.delete(paper)
    db.session.flush()
    if pictures:
        kept = list(file_queries.files_to_change(pictures).values())
        file_bytes.remove_bytes.later(files.drop(kept))
