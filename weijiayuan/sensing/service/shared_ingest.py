"""Takes in what many devices send at the same time in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from weijiayuan.db.group_commit import GroupCommit
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.sensing import device_classes_in_force, device_queries
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest

Given = Sequence[Reading | DomainError]
Told = list[bool | DomainError]
MOST_TOGETHER = 1000
"""So many readings share a transaction: about as long as others wait to write."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a device or gateway sent at once."""

    sender: UUID
    given: Given

    def streams(self, devices: Mapping[UUID, Device]) -> set[UUID]:
        """Return the datastreams it names that its sender speaks for."""
        named = {each.datastream_id for each in self.given if isinstance(each, Reading)}
        return {each for each in named & devices.keys() if devices[each].is_voiced_by(self.sender)}


def take_in(sender: UUID, given: Given) -> Told:
    """Keep what a device or gateway sent; told as by `ingest.take_in_for`, once it is committed."""
    return _SHARED.ask(Message(sender, given), weight=len(given))


def _take_in_all(messages: Sequence[Message]) -> list[Told]:
    now = clock.now()
    devices = device_queries.by_datastream(
        each.datastream_id
        for message in messages
        for each in message.given
        if isinstance(each, Reading)
    )
    voices = [message.streams(devices) for message in messages]
    speaks_for = {stream: devices[stream] for streams in voices for stream in streams}
    given = [
        each if isinstance(each, DomainError) or each.datastream_id in streams else _foreign(each)
        for message, streams in zip(messages, voices, strict=True)
        for each in message.given
    ]
    told = iter(ingest.take_in_for(speaks_for, given, now=now))
    return [list(islice(told, len(message.given))) for message in messages]


def _foreign(reading: Reading) -> DomainError:
    """Return why a reading of somebody else's datastream is none."""
    try:
        ingest.check(reading, {}, device_classes_in_force.classes(), clock.now())
    except DomainError as refusal:
        return refusal
    raise AssertionError("nobody speaks for it")


_SHARED: GroupCommit[Message, Told] = GroupCommit("sensing_ingest", _take_in_all, MOST_TOGETHER)
