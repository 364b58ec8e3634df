"""Sensing: the readings of twenty thousand devices in a storm, through a few gateways."""

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.load import drive, request
from benchmarks.measure import Row, say
from benchmarks.people import desk_token, post
from benchmarks.servers import Running

GATEWAYS = 4
DEVICES = 25  # of each gateway
READINGS = 10  # of one message
PER_SECOND = 670
SECONDS = 60
SQUARE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
numbers = itertools.count()


def measures(product: Running, _bare: Running) -> Iterator[Row]:
    admin = f"Bearer {desk_token(product, 'admin')}"
    say(f"{GATEWAYS * DEVICES} devices are registered")
    gateways = [a_gateway(product, admin) for _ in range(GATEWAYS)]
    yield storm(product, gateways)


def a_gateway(product: Running, admin: str) -> tuple[str, list[str]]:
    """A gateway's key and the datastreams it speaks for."""
    first = registered(product, admin, None)
    others = [registered(product, admin, first["device"]["id"]) for _ in range(DEVICES - 1)]
    return first["key"], [each["device"]["datastream_id"] for each in [first, *others]]


def registered(product: Running, admin: str, gateway: str | None) -> dict:
    number = next(numbers)
    place = SQUARE | {"lng": SQUARE["lng"] + number * 0.0001}
    body = {
        "code": f"bench-{number}", "kind": "road_water", "name": f"测点{number}", "place": place,
        "place_kind": "road", "address": "示例", "owner": "示例水务站", "basis": "防洪排涝监测",
        "interval_seconds": 60, "installed_on": "2026-11-01", "gateway_id": gateway,
    }  # fmt: skip
    return post(
        product, "/api/v1/devices", body, Authorization=admin, Idempotency_Key=f"bench-{number}"
    )


def storm(product: Running, gateways: list[tuple[str, list[str]]]) -> Row:
    """670 readings a second for a minute, each message ten readings of ten devices."""
    say(f"{PER_SECOND} readings a second for {SECONDS} s")
    messages = PER_SECOND * SECONDS // READINGS
    asked = [message(*gateways[each % GATEWAYS], each) for each in range(messages)]
    result = drive(
        product.port,
        asked,
        connections=32,
        seconds=SECONDS,
        rate=PER_SECOND / READINGS,
        once=True,
    )
    good = set(result.statuses) == {201} and result.wait(0.95) <= 250
    return Row(
        f"{PER_SECOND} readings a second for {SECONDS} s, ten to a message",
        f"{dict(result.statuses)} in {result.took:.1f} s; p50 {result.wait(0.5):.0f} ms, "
        f"p95 {result.wait(0.95):.0f} ms, p99 {result.wait(0.99):.0f} ms",
        "p95 ≤ 250 ms, no 5xx",
        good,
    )


def message(key: str, streams: list[str], number: int) -> bytes:
    """Ten readings of ten devices, each of a moment that nobody sent before."""
    chance = random.Random(number)
    at = datetime.now(UTC) - timedelta(hours=20) + timedelta(seconds=5 * number)
    parts = [
        {
            "Datastream": {"@iot.id": stream},
            "components": ["phenomenonTime", "result"],
            "dataArray": [[at.isoformat(), round(chance.uniform(2, 17), 1)]],
        }
        for stream in chance.sample(streams, READINGS)
    ]
    body = json.dumps(parts).encode()
    return request(
        "POST", "/sensing/v1.1/CreateObservations", body=body, Authorization=f"Bearer {key}"
    )
