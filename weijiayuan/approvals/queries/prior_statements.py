"""What anybody told of a house before, as far as no registrar has settled it since."""

from collections.abc import Sequence

from sqlalchemy import select

from weijiayuan.approvals.models import Application, Attempt
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.db import db

MOST = 400
BY_RULES = "rulebook"


def of_the_house(address_mark: str) -> Sequence[frozenset[str]]:
    """Return the conditions about a house that a person had to look at, of each attempt there.

    A registrar who approves it as business premises after that, by a paper on it, settles them.
    """
    wanted = (
        select(
            Attempt.place_told,
            Attempt.submitted_at,
            Attempt.number,
            Application.attempt,
            Application.state,
            Application.decided_by,
            Application.decided_at,
        )
        .join(Application, Application.id == Attempt.application_id)
        .where(Attempt.address_mark == address_mark)
        .order_by(Attempt.submitted_at.desc())
        .limit(MOST)
    )
    rows = db.session.execute(wanted).all()
    settled = max(
        (
            row.decided_at
            for row in rows
            if row.state is ApplicationState.APPROVED
            and row.decided_by != BY_RULES
            and row.number == row.attempt
            and not row.place_told
        ),
        default=None,
    )
    return [
        frozenset(row.place_told)
        for row in rows
        if row.place_told and (settled is None or row.submitted_at > settled)
    ]
