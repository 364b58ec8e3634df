import pytest
from sqlalchemy import select

from tests.factories.events import make_event
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.kernel import clock
from weijiayuan.tips import personal_data

pytestmark = pytest.mark.usefixtures("district")


def test_a_resident_takes_a_copy_and_leaves_without_a_name(as_resident):
    sender = as_resident()
    text = "井盖坏了，联系我13800138000"
    sent = sender.post("/api/v1/tips", json={"category": "01003", "text": text, "place": HERE}).json
    sender.post(f"/api/v1/tips/{sent['number']}/messages", json={"text": "电话13800138000"})
    other = make_event()
    sender.post(f"/api/v1/tips/{other.number}/follow")

    copy = personal_data.export(sender.resident.id)
    with transaction():
        personal_data.forget(sender.resident.id, now=clock.now())

    assert [each["text"] for each in copy["tips"]] == [text]
    assert copy["follows"] == [other.number]
    event = db.session.scalars(select(Event).filter_by(number=sent["number"])).one()
    assert event.reporter_id is None
    assert "13800138000" not in event.text
    assert sender.get(f"/api/v1/tips/{sent['number']}").status_code == 404
    assert personal_data.export(sender.resident.id) == {"tips": [], "follows": [], "points": []}
