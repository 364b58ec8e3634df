"""A bridge from an MQTT broker: what a device publishes is acknowledged after it is committed.

Topic `v1.1/Datastreams('<id>')/Observations`, QoS 1, payload as over HTTP. The broker knows its
devices and what each may publish to; the bridge takes what it forwards. Messages are taken in
together, up to five hundred in one transaction. Killed between commit and acknowledgement the
same message comes again and changes nothing, because a reading of a moment counts once.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy.exc import DBAPIError

from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.sensing import device_queries
from weijiayuan.sensing.api import strict_bodies
from weijiayuan.sensing.api.sensorthings import reading_of
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest

logger = logging.getLogger(__name__)

TOPIC = "v1.1/+/Observations"
NAMED = re.compile(r"^v1\.1/Datastreams\('([0-9a-fA-F-]{36})'\)/Observations$")
CLIENT_ID = "weijiayuan-bridge"
AT_ONCE = 500
WAIT_SECONDS = 0.2
PAUSE_SECONDS = 2.0
PORT = 1883
AT_LEAST_ONCE = 1


@dataclass
class Bridge:
    """Subscribes with a session that the broker keeps, and acknowledges by hand."""

    app: Flask
    url: str
    stopped: Event = field(default_factory=Event)
    _arrived: "SimpleQueue[paho.MQTTMessage]" = field(default_factory=SimpleQueue)

    def run(self) -> None:
        """Take messages in until `stopped` is set."""
        while not self.stopped.is_set():
            client = self._connected()
            try:
                self._take_in_until_trouble(client)
            finally:
                client.disconnect()
                client.loop_stop()
                self._arrived = SimpleQueue()

    def _connected(self) -> paho.Client:
        broker = urlsplit(self.url)
        client = paho.Client(
            CallbackAPIVersion.VERSION2, CLIENT_ID, clean_session=False, manual_ack=True
        )
        if broker.username:
            client.username_pw_set(broker.username, broker.password)
        if broker.scheme == "mqtts":
            client.tls_set()
        client.on_connect = lambda each, *_more: each.subscribe(TOPIC, AT_LEAST_ONCE)
        client.on_message = lambda _client, _data, message: self._arrived.put(message)
        client.connect(broker.hostname or "127.0.0.1", broker.port or PORT)
        client.loop_start()
        return client

    def _take_in_until_trouble(self, client: paho.Client) -> None:
        """Take messages in; where the database fails, leave them to the broker and come again."""
        while not self.stopped.is_set():
            messages = self._waiting()
            if not messages:
                continue
            try:
                with self.app.app_context(), transaction():
                    taken = take_in(messages, now=clock.now())
            except DBAPIError:
                logger.exception("readings could not be kept; they will come again")
                self.stopped.wait(PAUSE_SECONDS)
                return
            for message in messages:
                client.ack(message.mid, message.qos)
            logger.info("readings bridged", extra={"messages": len(messages), "new": taken})

    def _waiting(self) -> list[paho.MQTTMessage]:
        try:
            found = [self._arrived.get(timeout=WAIT_SECONDS)]
        except Empty:
            return []
        while len(found) < AT_ONCE and not self._arrived.empty():
            found.append(self._arrived.get())
        return found


def take_in(messages: Sequence[Any], *, now: datetime) -> int:
    """Keep the readings of some messages; return how many are new.

    What cannot be meant is left out with a line in the log, or it would come for ever.
    """
    read = [each for each in (_reading(message) for message in messages) if each is not None]
    speaks_for = device_queries.by_datastream(each.datastream_id for each in read)
    told = ingest.take_in_for(speaks_for, read, now=now)
    for each in told:
        if isinstance(each, DomainError):
            logger.warning("reading refused", extra={"code": each.code})
    return sum(each is True for each in told)


def _reading(message: Any) -> Reading | None:
    named = NAMED.match(message.topic)
    try:
        body = strict_bodies.read(message.payload)
        if named is not None and isinstance(body, dict):
            return reading_of(UUID(named[1]), body.get("phenomenonTime"), body.get("result"))
    except (ValueError, DomainError):
        pass
    logger.warning("message refused: neither topic nor payload can be read")
    return None
