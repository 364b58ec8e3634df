"""WeChat's content check of photos that named residents send; never of anonymous ones.

WeChat fetches each photo at an address of ours that is good for half an hour, and pushes its
verdict within that time under a trace id of its own. `gateways.wechat.inbox` keeps the push; the
worker lays it on the photo afterwards, so it does not matter which of the two is there first.

Until a verdict is there, nobody but the sender and the staff concerned sees the photo. Where WeChat
cannot be asked (no `PUBLIC_URL`, or the resident has been away too long), a person decides.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from weijiayuan.db import db, reading, transaction
from weijiayuan.events.models import EventPhoto
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import PictureCheck
from weijiayuan.events.service import photo_moderation
from weijiayuan.files import signed_links
from weijiayuan.gateways.setup import wechat
from weijiayuan.gateways.wechat import Scene, Suggestion
from weijiayuan.gateways.wechat.errors import PersonAway
from weijiayuan.tips import queries

AT_ONCE = 100
VERDICTS = {
    Suggestion.PASS: PictureCheck.PASSED,
    Suggestion.REVIEW: PictureCheck.DOUBTFUL,
    Suggestion.RISKY: PictureCheck.HIDDEN,
}


def ask_about(event_id: UUID) -> None:
    """Ask WeChat about the photos of a matter that it was not asked about yet.

    Killed in between, it may ask about one photo twice; the trace of the second answer counts.
    """
    with reading():
        openid = queries.openid_of_reporter(event_id)
        unasked = queries.unasked_photos(event_id) if openid else []
    for photo_id, file_id in unasked:
        address = signed_links.address_outside(file_id)
        if openid is None or address is None:
            return
        try:
            trace = wechat().check_picture(address, openid=openid, scene=Scene.FORUM)
        except PersonAway:
            return
        with transaction():
            db.session.execute(
                update(EventPhoto).where(EventPhoto.id == photo_id).values(trace_id=trace)
            )


def take_verdicts(now: datetime) -> int:
    """Lay the verdicts that came on the photos they are about; return how many."""
    found = queries.judged_photos(limit=AT_ONCE)
    for photo_id, event_id, suggestion in sorted(found, key=lambda row: row.event_id):
        event = matters.locked(event_id)
        photo = db.session.get_one(EventPhoto, photo_id, populate_existing=True)
        if photo.picture_check is PictureCheck.WAITING:
            verdict = VERDICTS[suggestion or Suggestion.REVIEW]
            photo_moderation.settle(event, photo, verdict, now=now)
    return len(found)
