"""How tests reach the pages of venues and activities."""

from uuid import uuid4

from tests.browser.visits import Visit, visit


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


def the_keeper(live):
    return Visit(persona="venue-keeper")


for page in ("today", "decisions", "closures", "figures"):
    visit(f"packages/keeper/{page}/{page}")(the_keeper)
