"""The trail of what happened to a licence."""

from weijiayuan import audit
from weijiayuan.approvals.models import Licence, LicenceChange
from weijiayuan.db import db


def note(  # what there is to say of a deed
    licence: Licence,
    what: str,
    *,
    by: str,
    reason: str = "",
    ground: str = "",
    culprit: str = "",
) -> None:
    """Write down what happened to a licence."""
    db.session.add(
        LicenceChange(
            licence_id=licence.id,
            what=what,
            state=licence.state,
            by=by,
            reason=reason,
            ground=ground,
            culprit=culprit,
        )
    )
    audit.record(
        f"approvals.licence_{what}",
        subject_kind="licence",
        subject_id=licence.id,
        state=licence.state.value,
    )
