"""A danger is read once and kept whole: the answer, the matter, the desk and the pages agree."""

import pytest
from sqlalchemy import select

from tests.factories.places import GUANGMING_SQUARE, make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.notices.models import Notice

URL = "/api/v1"


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("煤气中毒了，两个人晕倒在屋里", {"119", "120"}),
        ("着火了，我爸被烧伤了", {"119", "120"}),
        ("烟好大，有个老人晕在屋里", {"119", "120"}),
        ("有人躺在厨房里叫不醒，屋里有煤气味", {"119", "120"}),
        ("两个人拿刀互砍，旁边摊子也着火了", {"110", "119"}),
    ],
)
def test_every_number_of_a_text_is_told_wherever_it_is_read(
    database, as_resident, as_role, said, call
):
    make_district()
    reporter, dispatcher = as_resident(), as_role(Role.DISPATCHER)
    body = {"text": said, "place": GUANGMING_SQUARE, "photos": []}
    sent = reporter.post(f"{URL}/tips", json=body).json

    assert call <= set(sent["danger"]["call"])
    own = reporter.get(f"{URL}/tips/{sent['number']}").json["danger"]
    event = db.session.scalars(select(Event)).one()
    desk = dispatcher.get(f"{URL}/events/{event.id}").json["danger"]
    assert own == desk
    assert set(own["call"]) == set(sent["danger"]["call"])
    assert (own["kind"], own["name"]) == (sent["danger"]["kind"], sent["danger"]["name"])
    paged = db.session.scalars(select(Notice).where(Notice.template == "work_danger")).all()
    assert paged
    assert all(number in each.text for each in paged for number in sent["danger"]["call"])
