"""The words of the ledger: states, actions, capacities, levels."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum, nonmember


class State(StrEnum):
    """Where a matter stands. `closed` is not `fixed`: the outcome says which."""

    words = nonmember("events.state")

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    HANDLING = "handling"
    WAITING = "waiting"
    HANDLED = "handled"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "reopened"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


OVER = frozenset({State.CLOSED, State.REJECTED, State.MERGED, State.WITHDRAWN, State.ARCHIVED})
OPEN = frozenset(State) - OVER


class Action(StrEnum):
    """What can be done to a matter; the last part of its address."""

    ACCEPT = "accept"
    REJECT = "reject"
    MERGE = "merge"
    UNMERGE = "unmerge"
    RECLASSIFY = "reclassify"
    WITHDRAW = "withdraw"
    DISPATCH = "dispatch"
    RECALL = "recall"
    RETURN = "return"
    SIGN = "sign"
    START = "start"
    HANDLE = "handle"
    WAIT = "wait"
    RESUME = "resume"
    EXTEND = "extend"
    VERIFY = "verify"
    REWORK = "rework"
    CLOSE = "close"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    APPEAL = "appeal"
    RESTORE = "restore"
    ARCHIVE = "archive"


class Actor(StrEnum):
    """In what capacity someone acts on one matter: a role whose territory covers it."""

    REPORTER = "reporter"
    GRID_WORKER = "grid_worker"
    SECRETARY = "secretary"
    DISPATCHER = "dispatcher"
    UNIT = "unit"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Level(IntEnum):
    """Ⅰ urgent, Ⅱ serious, Ⅲ ordinary, Ⅳ micro."""

    URGENT = 1
    SERIOUS = 2
    ORDINARY = 3
    MICRO = 4

    @property
    def raised(self) -> "Level":
        """Return the next more serious level; the top stays."""
        return Level(max(self - 1, 1))

    @property
    def is_pressing(self) -> bool:
        """Tell whether its clocks run round the clock."""
        return self <= Level.SERIOUS


class Mode(StrEnum):
    """巡办合一: whoever finds it settles it. 巡办分离: it is dispatched to a unit."""

    TOGETHER = "together"
    APART = "apart"


class Outcome(StrEnum):
    FIXED = "fixed"
    EXPLAINED = "explained"
    TRANSFERRED = "transferred"
    NO_FAULT = "no_fault"


class Source(StrEnum):
    RESIDENT = "resident"
    ANONYMOUS = "anonymous"
    GRID_WORKER = "grid_worker"
    OPEN311 = "open311"
    HOTLINE = "hotline"
    SENSOR = "sensor"


class RejectReason(StrEnum):
    OUTSIDE_DISTRICT = "outside_district"
    NOT_GOVERNMENTAL = "not_governmental"
    ABUSIVE = "abusive"
    INSUFFICIENT = "insufficient"


class WaitReason(StrEnum):
    REPORTER_INFO = "reporter_info"
    WEATHER = "weather"
    LEGAL_PROCEDURE = "legal_procedure"


class NoPhotoReason(StrEnum):
    """Why a result has no photo."""

    PRIVATE_PLACE = "private_place"
    NOTHING_FOUND = "nothing_found"
    BY_TALK = "by_talk"
    UNSAFE = "unsafe"


class PictureCheck(StrEnum):
    """What is known of a photo's content. Only what named residents send is checked.

    `NEVER`: sent by nobody we know, or taken by staff. `WAITING`: nobody judged it yet (未检).
    `DOUBTFUL`: WeChat proposes that a person looks. `HIDDEN`: shown to nobody but whoever handles
    or judges it.
    """

    NEVER = "never"
    WAITING = "waiting"
    PASSED = "passed"
    DOUBTFUL = "doubtful"
    HIDDEN = "hidden"


PUBLIC_PICTURES = (PictureCheck.NEVER, PictureCheck.PASSED)


STEPS: Mapping[str, tuple[Action, ...]] = {
    "accept": (Action.ACCEPT,),
    "dispatch": (Action.DISPATCH,),
    "accept-dispatch": (Action.ACCEPT, Action.DISPATCH),
    "sign": (Action.SIGN,),
    "close": (Action.CLOSE,),
}
"""What may be done to many matters at once, as steps of the table."""
