"""Sensing over MQTT: the readings of a storm through a real mosquitto and our bridge."""

import json
import multiprocessing
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import create_engine, select

from benchmarks.measure import Row, say
from benchmarks.people import desk_token
from benchmarks.sensing import PER_SECOND, SECONDS, alarm_waits, level, registered
from benchmarks.servers import ROOT, Running, free_port
from weijiayuan.sensing.models import observations

DEVICES = 100
PUBLISHERS = 4
MOST_MILLISECONDS = 250
BROKER = """listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
max_inflight_messages 500
max_queued_messages 0
"""
processes = multiprocessing.get_context("spawn")


def measures(product: Running, _bare: Running) -> Iterator[Row]:
    if shutil.which("mosquitto") is None:
        yield Row("readings through mosquitto", "not measured: mosquitto is not installed")
        return
    admin = f"Bearer {desk_token(product, 'admin')}"
    say(f"{DEVICES} devices that publish are registered")
    devices = [registered(product, admin, None, name="浮标")["device"] for _ in range(DEVICES)]
    streams = [each["datastream_id"] for each in devices]
    with broker() as port, bridge(product, port):
        yield storm(product, port, streams)
    yield alarm_waits(product, "浮标", least=DEVICES // 5, what="over MQTT")


@contextmanager
def broker() -> Iterator[int]:
    """A mosquitto of our own, told what `docs/sensing.md` says that it must be told."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="weijiayuan-mqtt-") as folder:
        Path(folder).chmod(0o777)
        config = Path(folder) / "mosquitto.conf"
        config.write_text(BROKER.format(port=port, folder=folder))
        process = subprocess.Popen(["mosquitto", "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("mosquitto does not answer")


@contextmanager
def bridge(product: Running, port: int) -> Iterator[None]:
    """Our bridge as a process of its own, as in production."""
    command = ["-m", "flask", "--app", "wsgi", "sensing", "bridge", "--broker"]
    process = subprocess.Popen(
        [sys.executable, *command, f"mqtt://127.0.0.1:{port}"],
        env=product.env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()  # "bridge started"
        time.sleep(2)
        yield
    finally:
        process.terminate()
        process.wait(20)


def storm(product: Running, port: int, streams: Sequence[str]) -> Row:
    """670 readings a second for a minute, one to a message, QoS 1."""
    say(f"{PER_SECOND} messages a second for {SECONDS} s through mosquitto")
    count, share = PER_SECOND * SECONDS, len(streams) // PUBLISHERS
    publishers = [
        processes.Process(
            target=publish, args=(port, streams[n * share : (n + 1) * share], count // PUBLISHERS)
        )
        for n in range(PUBLISHERS)
    ]
    for each in publishers:
        each.start()
    for each in publishers:
        each.join()
    sent_at = time.perf_counter()
    kept = _kept(product, streams)
    while len(kept) < count and time.perf_counter() - sent_at < 60:
        time.sleep(0.25)
        kept = _kept(product, streams)
    took = time.perf_counter() - sent_at
    p50, p95, p99 = (1000 * kept[int(share * len(kept))] for share in (0.5, 0.95, 0.99))
    return Row(
        f"{PER_SECOND} readings a second for {SECONDS} s through mosquitto, one to a message",
        f"{len(kept)} of {count} kept, the last {took:.1f} s after it was sent; until taken in "
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms",
        f"p95 ≤ {MOST_MILLISECONDS} ms, all kept",
        p95 <= MOST_MILLISECONDS and len(kept) == count,
    )


def _kept(product: Running, streams: Sequence[str]) -> list[float]:
    """How many seconds after it was measured each reading was taken in, sorted."""
    columns = observations.c
    engine = create_engine(product.settings.database_url)
    with engine.connect() as connection:
        wanted = select(columns.at, columns.received_at, columns.datastream_id)
        mine = set(streams)
        found = [(came - at, str(of)) for at, came, of in connection.execute(wanted)]
    engine.dispose()
    return sorted(wait.total_seconds() for wait, of in found if of in mine)


def publish(port: int, streams: Sequence[str], count: int) -> None:
    """Publish readings of the moment at which they leave, at an even pace."""
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.max_inflight_messages_set(1000)
    client.connect("127.0.0.1", port)
    client.loop_start()
    chance, begin, last = random.Random(port), time.monotonic(), None
    for number in range(count):
        passed = number * PUBLISHERS / PER_SECOND
        time.sleep(max(0.0, begin + passed - time.monotonic()))
        nth = number % len(streams)
        payload = {
            "phenomenonTime": datetime.now(UTC).isoformat(),
            "result": level(nth, passed, chance),
        }
        topic = f"v1.1/Datastreams('{streams[nth]}')/Observations"
        last = client.publish(topic, json.dumps(payload), qos=1)
    if last is not None:
        last.wait_for_publish(60)
    client.disconnect()
    client.loop_stop()
