"""Lists at the desk take any order they offer, turn page by page, and are found by name."""

from datetime import timedelta

import pytest

from tests.factories.directory import make_site
from tests.factories.markets import make_market
from tests.factories.sensing import make_device, measured
from tests.factories.venues import make_activity, make_venue
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.directory.queries import keeper_tasks
from weijiayuan.kernel import clock
from weijiayuan.markets import organiser_list_queries
from weijiayuan.sensing import alarm_queries, device_queries
from weijiayuan.venues.queries import keeper_overviews
from weijiayuan.web.pagination import choices_of

NAMES = ("东站", "西站", "东亭", "西亭", "南亭")


def turned(speaker, path, **asked):
    """Turn a list by twos; return its items."""
    items, cursor = [], None
    while True:
        query = {"limit": 2, **asked, **({"cursor": cursor} if cursor else {})}
        page = speaker.get(path, query_string=query)
        assert page.status_code == 200, page.json
        items += page.json["items"]
        cursor = page.json["next_cursor"]
        if cursor is None:
            return items


def holds(speaker, path, orders, names, *, called="name", **asked):
    """Tell that each order turns up each row once, and its opposite the other way round."""
    for sort in choices_of(orders):
        found = [one[called] for one in turned(speaker, path, sort=sort, **asked)]
        assert sorted(found) == sorted(names), sort
    first = next(iter(orders))
    ids = [one["id"] for one in turned(speaker, path, sort=first, **asked)]
    back = [one["id"] for one in turned(speaker, path, sort=f"-{first}", **asked)]
    assert ids == back[::-1]


def test_sites_to_check(as_role):
    today = clock.local_date(clock.now())
    for days, name in enumerate(NAMES):
        make_site(name=name, assured_on=today - timedelta(days=days))
    speaker = as_role(Role.ADMIN)

    holds(speaker, "/api/v1/sites/due", keeper_tasks.ORDERS, NAMES, days=0)
    found = turned(speaker, "/api/v1/sites/due", days=0, q="东")
    assert {one["name"] for one in found} == {"东站", "东亭"}
    (one, *_) = found
    kept = speaker.get(f"/api/v1/sites/{one['id']}/keeping")
    assert kept.json == one


def test_a_site_of_elsewhere_is_not_kept(as_role):
    site = make_site()
    other = as_role(Role.SECRETARY, territory=Territory(TerritoryKind.COMMUNITY, "440311002001"))
    assert other.get(f"/api/v1/sites/{site.id}/keeping").status_code == 403


def test_devices_and_their_alarms(as_role):
    devices = [make_device(name=name)[0] for name in NAMES]
    for device in devices[:3]:
        measured(device, [60.0] * 6)
    speaker = as_role(Role.ADMIN)

    holds(speaker, "/api/v1/devices", device_queries.ORDERS, NAMES)
    assert [one["name"] for one in turned(speaker, "/api/v1/devices", q="南")] == ["南亭"]
    alarms = [one["device"] for one in turned(speaker, "/api/v1/alarms")]
    assert set(alarms) == set(NAMES[:3])
    holds(speaker, "/api/v1/alarms", alarm_queries.ORDERS, alarms, called="device")
    assert {one["device"] for one in turned(speaker, "/api/v1/alarms", q="西站")} == {"西站"}


def test_markets_of_an_organiser(as_role):
    for hours, name in enumerate(NAMES):
        make_market(title=name, in_hours=24 + hours)
    speaker = as_role(Role.ORGANISER)

    orders = organiser_list_queries.ORDERS
    holds(speaker, "/api/v1/markets/desk", orders, NAMES, called="title")
    assert len(turned(speaker, "/api/v1/markets/desk", q="亭")) == len(["东亭", "西亭", "南亭"])


def test_venues_and_requests_of_a_keeper(as_role):
    for name in NAMES:
        make_venue(name=name)
    speaker = as_role(Role.VENUE_KEEPER)

    holds(speaker, "/api/v1/venues/keeper/venues", keeper_overviews.VENUE_ORDERS, NAMES)
    assert len(turned(speaker, "/api/v1/venues/keeper/venues", q="站")) == len(["东站", "西站"])
    requests = "/api/v1/venues/keeper/requests"
    holds(speaker, requests, keeper_overviews.REQUEST_ORDERS, (), q="东站")


@pytest.mark.parametrize(
    "path", ["sites/due", "devices", "alarms", "markets/desk", "venues/keeper/venues"]
)
def test_an_order_that_is_none_is_refused(as_role, path):
    speaker = as_role(Role.ADMIN, Role.ORGANISER, Role.VENUE_KEEPER)
    assert speaker.get(f"/api/v1/{path}?sort=colour").status_code == 422


MADE = {
    "sites/due": (keeper_tasks.ORDERS, lambda name: make_site(name=name), {"days": 0}, Role.ADMIN),
    "devices": (device_queries.ORDERS, lambda name: make_device(name=name), {}, Role.ADMIN),
    "markets/desk": (
        organiser_list_queries.ORDERS, lambda name: make_market(title=name), {}, Role.ORGANISER,
    ),
    "venues/keeper/venues": (
        keeper_overviews.VENUE_ORDERS, lambda name: make_venue(name=name), {}, Role.VENUE_KEEPER,
    ),
    "activities/keeper": (
        keeper_overviews.ACTIVITY_ORDERS, lambda name: make_activity(title=name), {},
        Role.VENUE_KEEPER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("path", MADE)
def test_what_comes_in_between_two_pages_neither_loses_nor_doubles_a_row(as_role, path):
    orders, make, asked, role = MADE[path]
    for name in NAMES:
        make(name)
    speaker = as_role(role)
    for sort in choices_of(orders):
        query = {"limit": 2, **asked, "sort": sort}
        was = {one["id"] for one in turned(speaker, f"/api/v1/{path}", **query)}
        seen, cursor = [], None
        for nth in range(len(was)):
            page = speaker.get(
                f"/api/v1/{path}", query_string=query | ({"cursor": cursor} if cursor else {})
            ).json
            seen += [one["id"] for one in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
            make(("一", "龙")[nth % 2] + sort)
        rest = turned(speaker, f"/api/v1/{path}", **query, cursor=cursor) if cursor else []
        seen += [one["id"] for one in rest]
        assert len(seen) == len(set(seen)), sort
        assert was <= set(seen), sort
