"""The bridge with a real broker: committed before it is acknowledged, nothing lost or doubled."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import func, select

from tests.factories.places import make_district
from tests.factories.sensing import make_device
from tests.racing import run_until_killed
from weijiayuan.app import create_app
from weijiayuan.db import db, reading
from weijiayuan.sensing import mqtt_bridge
from weijiayuan.sensing.models import observations

pytestmark = pytest.mark.skipif(
    shutil.which("mosquitto") is None, reason="the broker mosquitto is not installed"
)
COUNT = 40


@pytest.fixture
def broker(tmp_path):
    """A mosquitto of our own on a free port, gone with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
    process = subprocess.Popen(["mosquitto", "-c", str(config)], stderr=subprocess.DEVNULL)
    wait(lambda: answers(port))
    yield port
    process.kill()
    process.wait()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait(happened, seconds=15):
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def bridging(app, port):
    bridge = mqtt_bridge.Bridge(app, f"mqtt://127.0.0.1:{port}")
    thread = threading.Thread(target=bridge.run, daemon=True)
    thread.start()
    time.sleep(0.5)
    yield bridge
    bridge.stopped.set()
    thread.join(timeout=10)


def publish(port, messages):
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()
    for topic, payload in messages:
        client.publish(topic, payload, qos=1).wait_for_publish(5)
    client.disconnect()
    client.loop_stop()


def readings_of(stream):
    topic = f"v1.1/Datastreams('{stream}')/Observations"
    begin = datetime.now(UTC) - timedelta(minutes=COUNT)
    moments = [(begin + timedelta(minutes=nth)).isoformat() for nth in range(COUNT)]
    return [(topic, json.dumps({"phenomenonTime": at, "result": 5})) for at in moments]


def kept():
    with reading():
        return db.session.scalar(select(func.count()).select_from(observations))


def bridge_that_dies(settings, port):
    """Bridge in this process, and die by SIGKILL where the first message would be acknowledged."""
    paho.Client.ack = lambda *_given: os.kill(os.getpid(), signal.SIGKILL)
    mqtt_bridge.Bridge(create_app(settings), f"mqtt://127.0.0.1:{port}").run()


def test_killed_between_commit_and_acknowledgement_nothing_is_lost_and_nothing_counts_twice(
    ground, opened, broker
):
    app = opened(ground)
    with app.app_context():
        make_district()
        messages = readings_of(make_device()[0].datastream_id)
        db.session.rollback()  # or what is counted later would be the ledger as it was here
        with bridging(app, broker):
            pass  # the broker keeps a session from now on
        publish(broker, [*messages[:15], *messages[:4], ("v1.1/nonsense/Observations", "{")])

        assert run_until_killed(bridge_that_dies, ground, broker) == -signal.SIGKILL
        committed = kept()
        with bridging(app, broker):
            publish(broker, messages[15:])
            wait(lambda: kept() == COUNT)
            time.sleep(0.5)

        assert 0 < committed <= 15
        assert kept() == COUNT
