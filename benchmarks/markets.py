"""Markets: the page with its live queue, signing up, and a whole community at once."""

import itertools
import json
import random
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.load import drive, request
from benchmarks.measure import Row, against_bare, say
from benchmarks.people import get, post, token
from benchmarks.servers import Running

RESIDENTS = 300
ITEMS = 20
PLACES = 12
SECONDS = 10
numbers = itertools.count()


def measures(product: Running, bare: Running) -> Iterator[Row]:
    organiser = f"Bearer {token(product, 'organiser')}"
    market = a_market(product, organiser, places=PLACES)
    yield from pages(product, bare, market)
    say(f"{RESIDENTS} residents sign in")
    people = [f"Bearer {token(product, f'bench-{each}')}" for each in range(RESIDENTS)]
    yield whole_community(product, market, people)
    yield sold_out(product, bare, market, people)
    yield uncontended(product, bare, organiser, people)


def pages(product: Running, bare: Running, market: dict) -> Iterator[Row]:
    """The page as everybody asks for it, whole and unchanged."""
    path = f"/api/v1/markets/{market['id']}"
    _, headers = get(product, path)
    yield against_bare("GET /markets/{id}", product, bare, [request("GET", path)], reach=0.5)
    unchanged = request("GET", path, If_None_Match=headers["ETag"])
    yield against_bare(
        "the same, 304", product, bare, [unchanged], reach=0.8, expect=frozenset({304})
    )
    queue = f"{path}/items/{market['items'][0]['id']}/queue"
    yield against_bare("GET the queue at a stall", product, bare, [request("GET", queue)])


def whole_community(product: Running, market: dict, people: list[str]) -> Row:
    """300 residents, 20 services, 10 seconds: two sign-ups each at their own moment."""
    say("a whole community signs up")
    chance = random.Random(7)
    asked = [
        sign_up(market, item, who) for who in people for item in chance.sample(market["items"], 2)
    ]
    chance.shuffle(asked)
    result = drive(
        product.port, asked, connections=64, seconds=SECONDS, rate=len(asked) / SECONDS, once=True
    )
    page, _ = get(product, f"/api/v1/markets/{market['id']}")
    taken = sum(item["places"] - item["left"] for item in page["items"])
    oversold = [item["id"] for item in page["items"] if item["left"] < 0]
    good = not oversold and taken == result.statuses[201] and set(result.statuses) <= {201, 409}
    return Row(
        f"{RESIDENTS} residents × 2 sign-ups for {ITEMS} services in {SECONDS} s",
        f"{dict(result.statuses)} in {result.took:.1f} s; p50 {result.wait(0.5):.0f} ms, "
        f"p99 {result.wait(0.99):.0f} ms; {taken} places taken, {len(oversold)} oversold",
        "no 5xx, no oversell",
        good,
    )


def sold_out(product: Running, bare: Running, market: dict, people: list[str]) -> Row:
    """Everybody asks for what is gone."""
    page, _ = get(product, f"/api/v1/markets/{market['id']}")
    gone = [item for item in page["items"] if item["left"] == 0] or page["items"][:1]

    def asked() -> list[bytes]:
        return [sign_up(market, gone[n % len(gone)], who) for n, who in enumerate(people * 20)]

    return against_bare(
        "sign-up for what is gone", product, bare, asked, reach=0.4, expect=frozenset({409})
    )


def uncontended(product: Running, bare: Running, organiser: str, people: list[str]) -> Row:
    """Sign-ups for services with room: a new market each round, each resident once a service.

    Neighbours in the list want different services and are different people, so that nobody waits
    for anybody's lock.
    """

    def asked() -> list[bytes]:
        market = a_market(product, organiser, places=900)
        items = market["items"]
        return [
            sign_up(market, items[(turn + nth) % ITEMS], who)
            for turn in range(ITEMS)
            for nth, who in enumerate(people)
        ]

    return against_bare(
        "sign-up with room", product, bare, asked, reach=0.25, expect=frozenset({201})
    )


def sign_up(market: dict, item: dict, who: str) -> bytes:
    path = f"/api/v1/markets/{market['id']}/items/{item['id']}/sign-ups"
    key = f"bench-{next(numbers)}"
    return request("POST", path, body=b"{}", Authorization=who, Idempotency_Key=key)


def a_market(product: Running, organiser: str, *, places: int) -> dict:
    """A published market of twenty services, with its menu."""
    services, _ = get(product, "/api/v1/markets/services")
    starts_at = datetime.now(UTC) + timedelta(days=2)
    facts = {
        "community": "440311001001",
        "title": "测量用集市",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=6)).isoformat(),
        "sign_ups_each": 20,
    }
    key = {"Authorization": organiser, "Idempotency_Key": f"bench-market-{next(numbers)}"}
    market = post(product, "/api/v1/markets", facts, **key)
    items = [
        {"service": each["id"], "provider": "测量队", "places": places, "minutes": 5}
        for each in services["items"][:ITEMS]
    ]
    path = f"/api/v1/markets/{market['id']}"
    put(product, f"{path}/menu", {"items": items}, organiser)
    key["Idempotency_Key"] = f"bench-publish-{next(numbers)}"
    post(product, f"{path}/publish", {}, **key)
    return get(product, path)[0]


def put(product: Running, path: str, body: dict, who: str) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{product.port}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": who},
        method="PUT",
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200
