"""My matters (我的事项): one row per thing of a resident's, kept by the domain it belongs to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from weijiayuan.db import db, insert_new
from weijiayuan.notices.models import Matter


def put(
    resident_id: UUID,
    *,
    kind: str,
    ref: str,
    title: str,
    state: str,
    state_text: str,
    link: str,
    at: datetime,
    takes_place_at: datetime | None = None,
    takes_place_until: datetime | None = None,
) -> None:
    """Show the matter to the resident as it stands now, in the transaction at hand.

    `kind` and `ref` name it: a second call changes the row. `state` is the domain's own word,
    `state_text` what the resident reads, `link` a page of the mini-program,
    `takes_place_at` the appointment, if there is one, and `takes_place_until` its end.
    """
    name = {"resident_id": resident_id, "kind": kind, "ref": ref}
    shown = {
        "title": title,
        "state": state,
        "state_text": state_text,
        "link": link,
        "at": at,
        "takes_place_at": takes_place_at,
        "takes_place_until": takes_place_until,
    }
    if not insert_new(Matter, [name | shown]):
        db.session.execute(update(Matter).filter_by(**name).values(**shown))


def remove(*, kind: str, ref: str) -> None:
    """Take a matter off everybody's list."""
    db.session.execute(delete(Matter).filter_by(kind=kind, ref=ref))
