"""What jobs know about a resident: a copy to take along, and what closing an account leaves.

An employer's ledger is kept two years (人力资源市场暂行条例 33), so an application stays as a row
without anybody in it: the sealed snapshot and the words are emptied, the person's moves kept.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.jobs.models import (
    Application,
    EmployerMember,
    JobProfile,
    JobReport,
    SavedSearch,
)
from weijiayuan.jobs.queries.employers import members
from weijiayuan.jobs.rules.states import LIVE, ApplicationState

EMPTY = "{}"


def export(resident_id: UUID) -> dict[str, object]:
    """Return everything these tables hold about the resident."""
    profile = db.session.scalar(select(JobProfile).filter_by(resident_id=resident_id))
    return {
        "job_profile": json.loads(profile.body) if profile else None,
        "job_applications": [application(each) for each in rows(Application, resident_id)],
        "job_searches": [
            {"name": each.name, "asked": each.asked} for each in rows(SavedSearch, resident_id)
        ],
        "job_reports": [
            {"job_id": str(each.job_id), "reason": each.reason.value, "text": each.text}
            for each in rows(JobReport, resident_id)
        ],
        "employers": [membership(each) for each in rows(EmployerMember, resident_id)],
    }


def application(row: Application) -> dict[str, Any]:
    """Return an application with what was sent."""
    return {
        "job_id": str(row.job_id),
        "title": row.job.title,
        "state": row.state.value,
        "sent_at": row.created_at.isoformat(),
        "sent": json.loads(row.snapshot),
    }


def membership(row: EmployerMember) -> dict[str, Any]:
    """Return what the resident is for an employer."""
    return {"employer_id": str(row.employer_id), "name": row.employer.name, "role": row.role.value}


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # a keeper's way
    """Delete profile and saved searches, empty the applications, leave the employers.

    Employers they acted for lose them as a contact.
    """
    for model in (JobProfile, SavedSearch):
        db.session.execute(delete(model).filter_by(resident_id=resident_id))
    db.session.execute(
        update(Application)
        .where(Application.resident_id == resident_id, Application.state.in_(LIVE))
        .values(state=ApplicationState.WITHDRAWN)
    )
    db.session.execute(
        update(Application).filter_by(resident_id=resident_id).values(snapshot=EMPTY, reason="")
    )
    db.session.execute(update(JobReport).filter_by(resident_id=resident_id).values(text=""))
    leave_employers(resident_id)


def leave_employers(resident_id: UUID) -> None:
    """Take the resident off every employer, and their number and name where they are the contact.

    They are where the number is theirs, or where nobody else acts for the employer.
    """
    phone = db.session.get_one(Resident, resident_id).phone
    for member in rows(EmployerMember, resident_id):
        employer = member.employer
        if employer.contact_phone == phone or len(members(employer.id)) == 1:
            employer.contact_phone, employer.contact_name = None, ""
    db.session.execute(delete(EmployerMember).filter_by(resident_id=resident_id))


def rows(model: type[Any], resident_id: UUID) -> Sequence[Any]:
    """Return the resident's rows of a table, oldest first."""
    mine = select(model).filter_by(resident_id=resident_id).order_by(model.id)
    return db.session.scalars(mine).all()
