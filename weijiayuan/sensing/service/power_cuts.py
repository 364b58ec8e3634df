"""Several devices of one place fall silent together: power or a gateway is cut, not each of them.

That is a finding of its own, told at once with number and place: a whole block that nobody watches
must not look like one more device on an older ticket.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from weijiayuan.sensing import device_queries, notifications
from weijiayuan.sensing.models import Device, Outage, OutageCause
from weijiayuan.sensing.rules.alarm_policy import (
    CUT_WITHIN,
    ONE_CAUSE_FROM,
    REPAIRED_WITHIN_FOR_LIFE,
)
from weijiayuan.sensing.tickets import CUT

Silent = tuple[Outage, Device]


def find(now: datetime) -> None:
    """Put what fell silent together on one ticket and tell of it.

    Who never spoke did not fall silent with the others: it may never have been switched on.
    """
    by_place: dict[str, list[Silent]] = {}
    for outage, device in device_queries.open_outages(OutageCause.SILENT):
        place = str(device.gateway_id or device.grid_code or "")
        if device.last_seen_at is not None and device.retired_at is None and place:
            by_place.setdefault(place, []).append((outage, device))
    for place, silent in by_place.items():
        for together in _together(silent):
            _note(place, together, now=now)


def _together(silent: Sequence[Silent]) -> Iterable[list[Silent]]:
    """Part what fell silent, the first first, into those that did so within ten minutes."""
    group: list[Silent] = []
    for each in silent:
        if group and each[0].since - group[0][0].since > CUT_WITHIN:
            if len(group) >= ONE_CAUSE_FROM:
                yield group
            group = []
        group.append(each)
    if len(group) >= ONE_CAUSE_FROM:
        yield group


def _note(place: str, together: Sequence[Silent], *, now: datetime) -> None:
    known = next((outage.cut for outage, _ in together if outage.cut), None)
    cut = known or f"{CUT}:{place}:{together[0][0].since:%Y%m%d%H%M}"
    fresh = [outage for outage, _ in together if outage.cut is None]
    for outage in fresh:
        outage.cut, outage.due_at = cut, now + REPAIRED_WITHIN_FOR_LIFE
    if fresh:
        notifications.cut(cut, [device for _, device in together], now=now)
