"""Venues: the slot page, and nine o'clock, when 500 people want 50 places while 50 others look."""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks.load import Result, drive, request
from benchmarks.measure import Row, against_bare, say
from benchmarks.people import get, post, token
from benchmarks.servers import Running

CLIENTS, PLACES, READERS, WAVES = 500, 50, 50, 4
READ_RATE = 40.0
ROOMS, SEATS, ROUND = 8, 200, 2500
numbers = itertools.count()


def measures(product: Running, bare: Running) -> Iterator[Row]:
    venue = prepared(product)
    slots = get(product, f"/api/v1/venues/{venue}/slots")[0]["items"]
    page = month(venue, slots)
    yield against_bare("GET slots of a month", product, bare, [request("GET", page)], reach=0.5)
    headers = {name.lower(): text for name, text in get(product, page)[1].items()}
    unchanged = [request("GET", page, If_None_Match=headers["etag"])]
    yield against_bare(
        "GET slots of a month, unchanged (304)",
        product, bare, unchanged, reach=0.8, expect=frozenset({304}),
    )  # fmt: skip
    open_now = [one["id"] for one in slots if one["state"] == "open"]
    people = signed_in(product)
    yield from opening(product, page, open_now, people)
    wanted = [booking(open_now[0], who) for who in people]
    yield against_bare(
        "POST a booking of a full slot", product, bare, wanted, reach=0.4, expect=frozenset({409})
    )
    quiet = uncontended(product, people)
    yield against_bare(
        "POST a booking, uncontended",
        product, bare, lambda: list(itertools.islice(quiet, ROUND)), reach=0.25,
        expect=frozenset({201}),
    )  # fmt: skip


def uncontended(product: Running, people: list[str]) -> Iterator[bytes]:
    """Bookings that nothing is against: neighbours in the list want different rooms.

    Everybody books every hour of one room once, after the days of the race, so that nobody is in
    two places at one time.
    """
    found = get(product, "/api/v1/venues?kind=reading")[0]["items"][1 : ROOMS + 1]
    open_now = [free(product, generous(product, one["id"], SEATS)) for one in found]
    for names in zip(*open_now, strict=False):
        for turn, who in enumerate(people):
            yield booking(names[turn % len(names)], who)


def free(product: Running, venue: str) -> list[str]:
    """The slots of a venue that can be booked and lie after those of the race."""
    near = get(product, f"/api/v1/venues/{venue}/slots")[0]["items"]
    slots = get(product, month(venue, near))[0]["items"]
    after = str(date.fromisoformat(near[0]["starts_at"][:10]) + timedelta(days=WAVES))
    return [one["id"] for one in slots if one["state"] == "open" and one["starts_at"] > after]


def prepared(product: Running) -> str:
    """A reading room with fifty seats and no limit but one seat a person."""
    venue = get(product, "/api/v1/venues?kind=reading")[0]["items"][0]["id"]
    return generous(product, venue, PLACES)


def generous(product: Running, venue: str, places: int) -> str:
    """Give a room so many seats, and no limit but one seat a person."""
    keeper = f"Bearer {token(product, 'venue-keeper')}"
    rules = {"max_people": 1, "days_ahead": 14, "notice_minutes": 0}
    body = json.dumps({"rules": rules, "capacity": places}).encode()
    asked = Request(
        f"http://127.0.0.1:{product.port}/api/v1/venues/{venue}/rules",
        body,
        {"Content-Type": "application/json", "Authorization": keeper},
        method="PUT",
    )
    with urlopen(asked, timeout=30) as answer:
        assert answer.status == 200
    return venue


def month(venue: str, slots: list[dict]) -> str:
    first = date.fromisoformat(slots[0]["starts_at"][:10])
    return f"/api/v1/venues/{venue}/slots?from={first}&to={first + timedelta(days=30)}"


def signed_in(product: Running) -> list[str]:
    say(f"signing {CLIENTS} people in")
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda n: token(product, f"nine-{n}"), range(CLIENTS)))


def booking(slot: str, who: str) -> bytes:
    return request(
        "POST",
        "/api/v1/venues/bookings",
        body=json.dumps({"slot_id": slot, "people": 1}).encode(),
        Authorization=f"Bearer {who}",
        Idempotency_Key=f"nine-{next(numbers)}",
    )


def opening(product: Running, page: str, slots: list[str], people: list[str]) -> Iterator[Row]:
    """Race for one slot after the other while others read; nobody is promised what is not there."""
    say("the slot page at rest")
    idle = drive(
        product.port, [request("GET", page)], connections=READERS, seconds=5, rate=READ_RATE
    )
    say(f"nine o'clock: {CLIENTS} people, {PLACES} places, {READERS} readers, {WAVES} times")
    watched: list[Result] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            one = [request("GET", page)]
            watched.append(
                drive(product.port, one, connections=READERS, seconds=1.0, rate=READ_RATE)
            )

    reader = threading.Thread(target=watch)
    reader.start()
    races = [
        drive(product.port, [booking(slot, who) for who in people], connections=CLIENTS, once=True)
        for slot in slots[:WAVES]
    ]
    done.set()
    reader.join()
    yield from told(product, page, slots, races)
    yield from waited(idle, watched, races)


def told(product: Running, page: str, slots: list[str], races: list[Result]) -> Iterator[Row]:
    answers = sum((race.statuses for race in races), Counter())
    wanted = {201: PLACES * WAVES, 409: (CLIENTS - PLACES) * WAVES}
    yield Row("nine o'clock: answers", str(dict(answers)), str(wanted), dict(answers) == wanted)
    left = {one["id"]: one for one in get(product, page)[0]["items"]}
    full = [left[slot]["left"] == 0 and left[slot]["state"] == "full" for slot in slots[:WAVES]]
    yield Row("nine o'clock: every slot full, none oversold", str(all(full)), "True", all(full))
    sentences = {refused(product, slots[0], f"nine-late-{n}") for n in range(20)}
    offered = all("约满" in one and "候补" in one for one in sentences)
    yield Row("nine o'clock: losers are told", " / ".join(sentences), "约满, 候补", offered)


def refused(product: Running, slot: str, persona: str) -> str:
    """What somebody is told who asks for a place that is gone."""
    body = {"slot_id": slot, "people": 1}
    who = {"Authorization": f"Bearer {token(product, persona)}"}
    try:
        post(product, "/api/v1/venues/bookings", body, Idempotency_Key="late", **who)
    except HTTPError as refusal:
        return str(json.load(refusal)["detail"])
    return "booked"


def waited(idle: Result, watched: list[Result], races: list[Result]) -> Iterator[Row]:
    seconds = sorted(one for result in watched for one in result.seconds)
    busy = 1000 * seconds[int(0.95 * len(seconds))]
    bad = sum(n for one in watched for status, n in one.statuses.items() if status != 200)
    took = sum(race.took for race in races)
    submits = max(race.wait(0.95) for race in races)
    yield Row(
        "nine o'clock: p95 of reading",
        f"{busy:.0f} ms beside {idle.wait(0.95):.0f} ms at rest, {bad} failed",
        "≤ 3 × at rest",
        busy <= 3 * idle.wait(0.95) and not bad,
    )
    yield Row(
        "nine o'clock: submits",
        f"{CLIENTS * len(races) / took:.0f}/s, p95 {submits:.0f} ms",
        "p95 ≤ 1 s",
        submits <= 1000,
    )
