"""What the pages of markets show: the sample markets, and a ticket of a neighbour's own."""

import uuid

from tests.browser.visits import Visit, visit

VISITOR = "market-visitor"


def markets(live):
    """The sample markets: running first, then the coming one."""
    return live.session(VISITOR).get(f"{live.base}/api/v1/markets").json()["items"]


def past(live):
    """The sample market of last week."""
    address = f"{live.base}/api/v1/markets?past=true"
    return live.session(VISITOR).get(address).json()["items"][-1]


def menu(live, market):
    return live.session(VISITOR).get(f"{live.base}/api/v1/markets/{market['id']}").json()["items"]


def post(live, persona, path, **body):
    """Post as a persona; the answer must be a good one."""
    answer = live.session(persona).post(
        f"{live.base}/api/v1{path}", json=body, headers={"Idempotency-Key": uuid.uuid4().hex}
    )
    assert answer.ok, answer.text
    return answer.json()


def a_ticket(live, persona):
    market = markets(live)[0]
    item = menu(live, market)[3]
    mine = live.session(persona).get(f"{live.base}/api/v1/markets/tickets").json()["items"]
    held = next((one for one in mine if one["item"] == item["id"]), None)
    return held or post(live, persona, f"/markets/{market['id']}/items/{item['id']}/sign-ups")


@visit("pages/markets/market/market")
def a_running_market(live):
    return Visit(query=f"?id={markets(live)[0]['id']}", persona=VISITOR)


@visit("pages/markets/ticket/ticket")
def my_ticket(live):
    return Visit(query=f"?id={a_ticket(live, VISITOR)['id']}", persona=VISITOR)


@visit("pages/markets/tickets/tickets")
def my_tickets(live):
    a_ticket(live, VISITOR)
    return Visit(persona=VISITOR)


@visit("pages/markets/draw/draw")
def a_draw(live):
    by_lot = menu(live, past(live))[-1]
    return Visit(query=f"?id={by_lot['draw']}", persona=VISITOR)


@visit("packages/organiser/shelf/shelf")
def a_shelf(live):
    return Visit(query=f"?id={markets(live)[1]['id']}", persona="organiser")


@visit("packages/organiser/people/people")
def volunteers(live):
    return Visit(query=f"?id={past(live)['id']}", persona="organiser")


@visit("packages/organiser/desk/desk")
def the_desk(live):
    return Visit(persona="organiser")


@visit("packages/organiser/edit/edit")
def a_menu(live):
    return Visit(query=f"?id={markets(live)[1]['id']}", persona="organiser")


@visit("packages/organiser/day/day")
def the_day(live):
    return Visit(query=f"?id={markets(live)[0]['id']}", persona="organiser")


@visit("packages/organiser/stall/stall")
def a_stall(live):
    market = markets(live)[0]
    item = menu(live, market)[0]
    return Visit(query=f"?market={market['id']}&id={item['id']}", persona="organiser")


@visit("packages/organiser/door/door")
def the_door(live):
    return Visit(query=f"?id={markets(live)[0]['id']}", persona="organiser")


@visit("packages/organiser/figures/figures")
def past_figures(live):
    return Visit(query=f"?id={past(live)['id']}", persona="organiser")
