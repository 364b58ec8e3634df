"""Sensing: the readings of twenty thousand devices in a storm, through a few gateways."""

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.load import drive, request
from benchmarks.measure import Row, say
from benchmarks.people import desk_token, get, post
from benchmarks.servers import Running

GATEWAYS = 4
DEVICES = 25  # of each gateway
READINGS = 10  # of one message
PER_SECOND = 670
SECONDS = 60
RISES = 5
MOST_MILLISECONDS = 250
SQUARE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
numbers = itertools.count()


def measures(product: Running, _bare: Running) -> Iterator[Row]:
    admin = f"Bearer {desk_token(product, 'admin')}"
    say(f"{GATEWAYS * DEVICES} devices are registered")
    gateways = [a_gateway(product, admin) for _ in range(GATEWAYS)]
    yield storm(product, gateways)
    yield alarm_waits(product, "测点", least=GATEWAYS * DEVICES // RISES, what="over HTTP")


def a_gateway(product: Running, admin: str) -> tuple[str, list[str]]:
    """A gateway's key and the datastreams it speaks for."""
    first = registered(product, admin, None)
    others = [registered(product, admin, first["device"]["id"]) for _ in range(DEVICES - 1)]
    return first["key"], [each["device"]["datastream_id"] for each in [first, *others]]


def registered(product: Running, admin: str, gateway: str | None, *, name: str = "测点") -> dict:
    number = next(numbers)
    place = SQUARE | {"lng": SQUARE["lng"] + number * 0.0001}
    body = {
        "code": f"bench-{number}", "kind": "road_water", "name": f"{name}{number}", "place": place,
        "place_kind": "road", "address": "示例", "owner": "示例水务站", "basis": "防洪排涝监测",
        "interval_seconds": 10, "installed_on": "2026-11-01", "gateway_id": gateway,
    }  # fmt: skip
    return post(
        product, "/api/v1/devices", body, Authorization=admin, Idempotency_Key=f"bench-{number}"
    )


def storm(product: Running, gateways: list[tuple[str, list[str]]]) -> Row:
    """670 readings a second for a minute, each message ten readings of ten devices."""
    say(f"{PER_SECOND} readings a second for {SECONDS} s")
    messages = PER_SECOND * SECONDS // READINGS
    begin = datetime.now(UTC)
    asked = [message(*gateways[each % GATEWAYS], each, begin) for each in range(messages)]
    result = drive(
        product.port,
        asked,
        connections=32,
        seconds=SECONDS,
        rate=PER_SECOND / READINGS,
        once=True,
    )
    good = set(result.statuses) == {201} and result.wait(0.95) <= MOST_MILLISECONDS
    return Row(
        f"{PER_SECOND} readings a second for {SECONDS} s, ten to a message",
        f"{dict(result.statuses)} in {result.took:.1f} s; p50 {result.wait(0.5):.0f} ms, "
        f"p95 {result.wait(0.95):.0f} ms, p99 {result.wait(0.99):.0f} ms",
        f"p95 ≤ {MOST_MILLISECONDS} ms, no 5xx",
        good,
    )


def message(key: str, streams: list[str], number: int, begin: datetime) -> bytes:
    """Ten readings of ten devices, each of the moment at which it is sent: every fifth rises."""
    chance = random.Random(number)
    passed = number * READINGS / PER_SECOND
    at = begin + timedelta(seconds=passed)
    parts = [
        {
            "Datastream": {"@iot.id": streams[nth]},
            "components": ["phenomenonTime", "result"],
            "dataArray": [[at.isoformat(), level(nth, passed, chance)]],
        }
        for nth in chance.sample(range(len(streams)), READINGS)
    ]
    body = json.dumps(parts).encode()
    return request(
        "POST", "/sensing/v1.1/CreateObservations", body=body, Authorization=f"Bearer {key}"
    )


def level(nth: int, passed: float, chance: random.Random) -> float:
    """Centimetres of water: every fifth device sees it rise by half a centimetre a second."""
    risen = 0.5 * passed if nth % RISES == 0 else 0.0
    return round(5 + risen + chance.uniform(-2, 2), 1)


def alarm_waits(product: Running, name: str, *, least: int, what: str) -> Row:
    """How long after the reading that completed it an alarm of devices of a name was there."""
    desk = f"Bearer {desk_token(product, 'dispatcher')}"
    found, cursor = [], ""
    while cursor is not None:
        page, _ = get(product, f"/api/v1/alarms?limit=50{cursor}", Authorization=desk)
        found += [each for each in page["items"] if each["device"].startswith(name)]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    waits = sorted(_seconds(each["found_at"]) - _seconds(each["raised_at"]) for each in found)
    if not waits:
        return Row(f"from the reading to the alarm {what}", "no alarm", "≤ 5 s", reached=False)
    return Row(
        f"from the reading to the alarm {what}, {len(waits)} alarms",
        f"p50 {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s",
        "≤ 5 s",
        waits[-1] <= 5 and len(waits) >= least,
    )


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
