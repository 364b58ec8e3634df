"""What the pages of markets show: the sample markets, and a ticket of a neighbour's own."""

import uuid

from tests.browser.visits import Visit, visit

VISITOR = "market-visitor"


def markets(live):
    """The sample markets: running first, then the coming one."""
    return live.session(VISITOR).get(f"{live.base}/api/v1/markets").json()["items"]


def menu(live, market):
    return live.session(VISITOR).get(f"{live.base}/api/v1/markets/{market['id']}").json()["items"]


def ordinary(live, persona, query=""):
    """Go as a persona whose telephone is not in 长者版, which an earlier visit may have left on."""
    me = {"nickname": "", "elderly_mode": False, "font_step": 0}
    assert live.session(persona).put(f"{live.base}/api/v1/me", json=me).ok
    return Visit(query=query, persona=persona)


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
    return ordinary(live, VISITOR, f"?id={markets(live)[0]['id']}")


@visit("pages/markets/ticket/ticket")
def my_ticket(live):
    return ordinary(live, VISITOR, f"?id={a_ticket(live, VISITOR)['id']}")


@visit("pages/markets/tickets/tickets")
def my_tickets(live):
    a_ticket(live, VISITOR)
    return ordinary(live, VISITOR)


@visit("packages/organiser/desk/desk")
def the_desk(live):
    return ordinary(live, "organiser")


@visit("packages/organiser/edit/edit")
def a_menu(live):
    return ordinary(live, "organiser", f"?id={markets(live)[1]['id']}")


@visit("packages/organiser/day/day")
def the_day(live):
    return ordinary(live, "organiser", f"?id={markets(live)[0]['id']}")


@visit("packages/organiser/stall/stall")
def a_stall(live):
    market = markets(live)[0]
    item = menu(live, market)[0]
    return ordinary(live, "organiser", f"?market={market['id']}&id={item['id']}")


@visit("packages/organiser/door/door")
def the_door(live):
    return ordinary(live, "organiser", f"?id={markets(live)[0]['id']}")


@visit("packages/organiser/figures/figures")
def past_figures(live):
    past = live.session(VISITOR).get(f"{live.base}/api/v1/markets?past=true").json()["items"]
    return ordinary(live, "organiser", f"?id={past[-1]['id']}")
