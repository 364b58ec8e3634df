"""What weighs against an entry, and when it is in doubt. Pure.

A report counts when whoever sends it says they stand within 150 m, at a moment when the entry says
that it is open, from a device that is named, and does not keep the place. Two of different people
and devices within seven days put it in doubt at once.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

NEAR_METRES = 150
LOOK_METRES = 100
"""How near a grid worker stands who says what they found."""
WITHIN = timedelta(days=7)
ENOUGH = 2
RANKED_FROM = 10
ASKED_AFTER = timedelta(days=90)
SILENT_FOR = timedelta(days=14)
"""An owner is asked when an entry stops being fresh; their silence makes a matter for the grid."""


class ReportKind(StrEnum):
    """What somebody found at the door."""

    AS_LISTED = "as_listed"
    CLOSED = "closed"
    MOVED = "moved"
    REFUSED = "refused"
    WRONG = "wrong"


OF_THE_ENTRY = frozenset({ReportKind.CLOSED, ReportKind.MOVED})
"""What an entry can be mended in so that anybody sees it; the rest only a look can tell."""


REPORT_WORDS = {
    ReportKind.AS_LISTED: "和写的一样",
    ReportKind.CLOSED: "来了，没开门",
    ReportKind.MOVED: "搬走了",
    ReportKind.REFUSED: "不给办",
    ReportKind.WRONG: "写的不对",
}


class NotCounted(StrEnum):
    """Why a report does not weigh."""

    FAR = "far"
    OUTSIDE_HOURS = "outside_hours"
    SAME_DEVICE = "same_device"
    NO_DEVICE = "no_device"
    OWN_SITE = "own_site"
    STAFF = "staff"


NOT_COUNTED_WORDS = {
    NotCounted.FAR: f"离站点超过{NEAR_METRES}米，先记下，不计入",
    NotCounted.OUTSIDE_HOURS: "这时候本来就不开放，先记下，不计入",
    NotCounted.SAME_DEVICE: "这台手机这几天已经报过，先记下，不计入",
    NotCounted.NO_DEVICE: "不知道是哪台手机报的，先记下，不计入",
    NotCounted.STAFF: "您有工作人员的职务，您说的不算居民反馈；要核实请走到场核实",
    NotCounted.OWN_SITE: "您负责这里，您说的算负责人的回应，不计入居民反馈",
}


class Finding(StrEnum):
    """What somebody found who looked."""

    AS_LISTED = "as_listed"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Told:
    """A report that counts: who sent it and when."""

    who: object
    at: datetime


def is_doubtful(told: Iterable[Told], *, now: datetime, since: datetime | None) -> bool:
    """Say whether enough different people found it otherwise lately, and after the last answer."""
    begin = now - WITHIN
    lately = {one.who for one in told if one.at > begin and (since is None or one.at > since)}
    return len(lately) >= ENOUGH


ELSEWHERE_DEGREES = 0.0003
"""Some thirty metres: less is the same door, put right on the map."""
NUMBERS = re.compile(r"[\d一二三四五六七八九十百零号栋幢座室楼层单元\s#-]+")


def is_elsewhere(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether an entry names another place: a number of a house, or a few steps, make none.

    >>> here = {"address": "振明路", "lng": 113.9, "lat": 22.7}
    >>> is_elsewhere(here, here | {"address": "振明路1号"})
    False
    >>> is_elsewhere(here, here | {"lat": 22.70001}), is_elsewhere(here, here | {"lat": 22.8})
    (False, True)
    """
    if None in (before.get("lng"), now.get("lng")):
        steps = 0.0 if before.get("lng") == now.get("lng") else ELSEWHERE_DEGREES
    else:
        steps = max(abs(before[each] - now[each]) for each in ("lng", "lat"))
    if steps >= ELSEWHERE_DEGREES:
        return True
    said = [NUMBERS.sub("", each.get("address") or "") for each in (before, now)]
    return said[0] != said[1]


def mended(
    found: Collection[ReportKind], *, is_elsewhere: bool, says_closed: bool
) -> frozenset[ReportKind]:
    """Return what of that which was found otherwise the entry says by now.

    Nobody opens the door of a place that moved away.

    >>> sorted(mended({ReportKind.CLOSED, ReportKind.MOVED}, is_elsewhere=True, says_closed=False))
    [<ReportKind.CLOSED: 'closed'>, <ReportKind.MOVED: 'moved'>]
    >>> mended({ReportKind.CLOSED, ReportKind.REFUSED}, is_elsewhere=True, says_closed=False)
    frozenset()
    """
    if is_elsewhere and ReportKind.MOVED in found:
        return OF_THE_ENTRY
    return frozenset({ReportKind.CLOSED} if says_closed else ())


def is_ranked(looked_at: int) -> bool:
    """Say whether a site was looked at often enough to stand in a ranking."""
    return looked_at >= RANKED_FROM
