"""Which of what processes keep in memory about the district must be read again."""

from sqlalchemy import update

from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import queries
from weijiayuan.places.models import Revision, Topic


def mark_changed(topic: Topic) -> None:
    """Make every process read the topic again once this transaction has ended well."""
    changed = update(Revision).filter_by(topic=topic).values(token=new_id())
    if not db.session.execute(changed).rowcount:  # type: ignore[attr-defined]  # of an UPDATE
        insert_new(Revision, [{"topic": topic, "token": new_id()}])
    queries.forget_revisions()
