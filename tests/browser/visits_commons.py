"""How tests reach the pages of 我们小区: an estate of its own for each, with people on its roll."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import post
from tests.commons.people import crowd, make_ballot, make_roll, make_space
from weijiayuan.accounts.models import Resident
from weijiayuan.commons.models import CommonsMeeting, Roll, Secrecy
from weijiayuan.db import db, transaction
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.lottery_draws.models import Draw

TOPIC = {
    "kind": "fix",
    "title": "北门的路灯坏了",
    "text": "晚上看不清台阶，老人容易摔跤",
    "affected": "走北门的老人和孩子",
    "wish": "一周内修好",
    "must_come": "物业",
}
SENTENCES = ("北门先修，再修东门", "修灯的钱从公共收益里出")
CLAUSES = ["爱护公共设施", "乱停车的罚款二百元"]
NEIGHBOURS = 4


@dataclass(frozen=True)
class Estate:
    """An estate, its roll of owners, and the people on it that can be somebody's telephone."""

    space: str
    roll: str
    people: list[str]


def an_estate(live, people=1, **given):
    """Make an estate; the first numbers of its roll are personas, then comes one without an account."""
    personas = [f"owner-{uuid4()}" for _ in range(people)]
    for persona in personas:
        live.session(persona)
    with live.app.app_context():
        found = [
            db.session.scalars(select(Resident).filter_by(openid=openid_of(one))).one()
            for one in personas
        ]
        space = make_space(name=f"示例·{uuid4().hex[:6]}花园", lng=113.94493, lat=22.7415, **given)
        roll = make_roll(space, [*found, None, *crowd(NEIGHBOURS - 1)])
        return Estate(str(space.id), str(roll.id), personas)


def a_topic(live, estate):
    return post(live, estate.people[0], f"/commons/spaces/{estate.space}/topics", TOPIC)["id"]


def agree(live, persona, statement):
    """Agree with a sentence; there is nothing in the answer."""
    address = f"{live.base}/api/v1/commons/statements/{statement}/stance"
    key = {"Idempotency-Key": f"browser-{uuid4()}"}
    assert live.session(persona).post(address, json={"stance": "agree"}, headers=key).ok


def talked_of(live, estate):
    """A topic with two sentences that somebody thinks something of."""
    topic = a_topic(live, estate)
    for text in SENTENCES:
        said = post(live, estate.people[0], f"/commons/topics/{topic}/statements", {"text": text})
        agree(live, estate.people[0], said["id"])
    return topic


def a_meeting(live, estate, *, began=False):
    """A parlour; one that has begun is an hour old and its agenda is drawn."""
    starts = clock.now() + timedelta(days=1)
    body = {
        "space_id": estate.space,
        "kind": "parlour",
        "title": "八点钟会客厅",
        "called_by": ["社区居委会"],
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "place": "党群服务中心二楼",
        "childcare": "二楼有人看孩子",
    }
    meeting = post(live, "secretary", "/commons/meetings", body)["id"]
    if began:
        begin(live, meeting)
        post(live, "secretary", f"/commons/meetings/{meeting}/agenda", {})
    return meeting


def begin(live, meeting_id):
    with live.app.app_context(), transaction():
        meeting = db.session.get_one(CommonsMeeting, UUID(meeting_id))
        draw = db.session.get_one(Draw, meeting.draw_id)
        early = clock.now() - timedelta(minutes=50)
        meeting.starts_at, meeting.ends_at = early, early + timedelta(hours=2)
        meeting.noticed_at = early - timedelta(days=2)
        draw.closes_at = early - timedelta(minutes=5)


def published(live, estate):
    """A meeting on the wall, confirmed by two who were there, with what was agreed."""
    a_topic(live, estate)
    meeting = f"/commons/meetings/{a_meeting(live, estate, began=True)}"
    for persona in estate.people[:2]:
        post(live, persona, f"{meeting}/attend", {"how": "present"})
    draft = live.session("secretary").get(f"{live.base}/api/v1{meeting}/draft").json()
    due = clock.local_date(clock.now()) + timedelta(days=7)
    ending = {
        "item_id": draft["agenda"][0]["id"],
        "said": "都同意修",
        "kind": "self",
        "text": "换北门的三盏路灯",
        "owner": "1栋的李师傅",
        "owner_number": 1,
        "due_on": due.isoformat(),
    }
    post(live, "secretary", f"{meeting}/minutes", {"words": "到会两户", "items": [ending]})
    for persona in estate.people[:2]:
        read = live.session(persona).get(f"{live.base}/api/v1{meeting}/to-confirm").json()
        post(live, persona, f"{meeting}/confirm", {"minutes_version": read["minutes_version"]})
    post(live, "secretary", f"{meeting}/publish", {})
    return meeting.rpartition("/")[2]


def a_ballot(live, estate, secrecy=Secrecy.VERIFIABLE):
    with live.app.app_context():
        roll = db.session.get_one(Roll, UUID(estate.roll))
        return str(make_ballot(roll, secrecy=secrecy).id)


def a_covenant(live, estate):
    body = {
        "space_id": estate.space,
        "kind": "promise",
        "title": "文明公约",
        "clauses": CLAUSES[:1],
    }
    made = post(live, "committee", "/commons/covenants", body)["id"]
    post(live, "secretary", f"/commons/covenants/{made}/open", {})
    return made


@visit("pages/commons/home/home")
def home(live):
    estate = an_estate(live, people=2)
    published(live, estate)
    a_topic(live, estate)
    a_ballot(live, estate)
    a_covenant(live, estate)
    a_meeting(live, estate)
    return Visit(query=f"?id={estate.space}", persona=estate.people[0])


@visit("pages/commons/topic/topic")
def topic(live):
    estate = an_estate(live)
    return Visit(query=f"?id={talked_of(live, estate)}", persona=estate.people[0])


@visit("pages/commons/raise/raise")
def raising(live):
    estate = an_estate(live)
    return Visit(query=f"?space={estate.space}", persona=estate.people[0])


@visit("pages/commons/meeting/meeting")
def meeting(live):
    estate = an_estate(live)
    a_topic(live, estate)
    return Visit(query=f"?id={a_meeting(live, estate, began=True)}", persona=estate.people[0])


@visit("pages/commons/outcomes/outcomes")
def outcomes(live):
    estate = an_estate(live, people=2)
    published(live, estate)
    return Visit(query=f"?space={estate.space}", persona=estate.people[0])


@visit("pages/commons/ballot/ballot")
def ballot(live):
    estate = an_estate(live)
    return Visit(query=f"?id={a_ballot(live, estate)}", persona=estate.people[0])


@visit("pages/commons/covenant/covenant")
def covenant(live):
    estate = an_estate(live)
    return Visit(query=f"?id={a_covenant(live, estate)}", persona=estate.people[0])


@visit("pages/commons/wall/wall")
def wall(live):
    estate = an_estate(live, people=2)
    published(live, estate)
    return Visit(query=f"?space={estate.space}", persona=estate.people[0])


def a_round(live, estate):
    closes = clock.now() + timedelta(days=3)
    body = {
        "space_id": estate.space,
        "title": "民生微实事",
        "budget_fen": 1_000_000,
        "closes_at": closes.isoformat(),
        "projects": [
            {"title": "楼道扶手", "cost_fen": 400_000},
            {"title": "北门路灯", "cost_fen": 700_000},
        ],
    }
    return post(live, "secretary", "/commons/spendings", body)["id"]


def a_demand(live, estate):
    body = {"space_id": estate.space, "kind": "owners", "reason": "物业合同到期，要不要续"}
    return post(live, estate.people[0], "/commons/demands", body)["id"]


def a_sheet(live, estate, asker):
    body = {"space_id": estate.space, "roll_id": estate.roll, "unit": "1-1", "use": "理发店"}
    return post(live, asker, "/commons/consent-sheets", body)


@visit("pages/commons/founding/founding")
def founding(live):
    estate = an_estate(live)
    space = {"space_id": estate.space}
    made = post(live, estate.people[0], "/commons/foundings", space)["id"]
    co_sign = {"unit": "1-1", "area_m2": "100"}
    post(live, estate.people[0], f"/commons/foundings/{made}/co-signs", co_sign)
    return Visit(query=f"?id={made}", persona=estate.people[0])


@visit("pages/commons/consents/consents")
def consents(live):
    estate = an_estate(live, people=2)
    a_sheet(live, estate, estate.people[0])
    return Visit(persona=estate.people[1])


@visit("pages/commons/spending/spending")
def spending(live):
    estate = an_estate(live)
    return Visit(query=f"?id={a_round(live, estate)}", persona=estate.people[0])


@visit("pages/commons/organisations/organisations")
def organisations(live):
    return Visit()


@visit("pages/commons/demand/demand")
def demand(live):
    estate = an_estate(live, people=2)
    a_demand(live, estate)
    return Visit(query=f"?space={estate.space}", persona=estate.people[1])


@visit("pages/commons/results/results")
def results(live):
    estate = an_estate(live)
    return Visit(query=f"?space={estate.space}", persona=estate.people[0])
