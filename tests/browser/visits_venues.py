"""How tests reach the pages of venues and activities."""

from uuid import uuid4

from sqlalchemy import select

from tests.browser.visits import Visit, visit
from tests.factories.accounts import make_staff
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.gateways.fake_wechat import openid_of


def post(live, persona, path, body):
    """Do something through the API as somebody, and return the answer."""
    headers = {"Idempotency-Key": f"browser-{uuid4()}"}
    answer = live.session(persona).post(f"{live.base}/api/v1{path}", json=body, headers=headers)
    assert answer.ok, answer.text
    return answer.json()


def get(live, path, persona="anybody"):
    answer = live.session(persona).get(f"{live.base}/api/v1{path}", timeout=20)
    assert answer.ok, answer.text
    return answer.json()


def a_venue_of(live, kind):
    """A sample venue of a kind that has something free."""
    items = get(live, f"/venues?kind={kind}")["items"]
    return next(one for one in items if one["next_free"])


def a_free_slot(live, venue, *, after=0):
    slots = get(live, f"/venues/{venue['id']}/slots")["items"]
    return [one for one in slots if one["state"] == "open"][after]


def book(live, persona, *, kind="reading", after=0):
    venue = a_venue_of(live, kind)
    slot = a_free_slot(live, venue, after=after)
    return post(live, persona, "/venues/bookings", {"slot_id": slot["id"], "people": 1})


@visit("pages/venues/venue/venue")
def a_court(live):
    return Visit(query=f"?id={a_venue_of(live, 'court')['id']}")


@visit("pages/venues/booking/booking")
def my_booking(live):
    persona = f"visitor-{uuid4()}"
    return Visit(query=f"?id={book(live, persona)['id']}", persona=persona)


@visit("pages/venues/mine/mine")
def my_bookings(live):
    persona = f"visitor-{uuid4()}"
    book(live, persona, after=2)
    return Visit(persona=persona)


@visit("pages/activities/activity/activity")
def an_activity(live):
    return Visit(query=f"?id={get(live, '/activities')['items'][0]['id']}")


def take_on(live, persona):
    """Make somebody the keeper of every venue in the district."""
    live.session(persona)
    with live.app.app_context():
        resident = db.session.scalars(select(Resident).filter_by(openid=openid_of(persona))).one()
        make_staff(Role.VENUE_KEEPER, resident=resident, is_sample=True)


def the_keeper(live):
    persona = f"keeper-{uuid4()}"
    take_on(live, persona)
    return Visit(persona=persona)


PAGES = ("today", "decisions", "closures", "figures", "hours", "settings", "found", "plan")
for page in (*PAGES, "activities"):
    visit(f"packages/keeper/{page}/{page}")(the_keeper)


@visit("packages/keeper/activity/activity")
def an_activity_of_mine(live):
    seen = the_keeper(live)
    first = get(live, "/activities/keeper", seen.persona)["items"][0]["id"]
    return Visit(query=f"?id={first}", persona=seen.persona)
