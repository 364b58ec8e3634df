"""The life of a booking, as a table of moves. Activities' registrations are bookings too."""

from enum import StrEnum


class BookingState(StrEnum):
    WAITING = "waiting"  # in the line of a full slot
    OFFERED = "offered"  # a freed place is kept until the person accepts
    HELD = "held"  # kept until the person confirms
    PENDING = "pending"  # kept until the keeper approves
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    EXCUSED = "excused"  # a no-show forgiven on appeal
    CANCELLED = "cancelled"  # by the person
    CALLED_OFF = "called_off"  # by the venue or the organiser
    REFUSED = "refused"  # not approved
    LAPSED = "lapsed"  # nobody accepted, confirmed or approved in time


S = BookingState
ENDED: frozenset[S] = frozenset()

MOVES: dict[S, frozenset[S]] = {
    S.WAITING: frozenset({S.OFFERED, S.CANCELLED, S.CALLED_OFF, S.LAPSED}),
    S.OFFERED: frozenset({S.CONFIRMED, S.PENDING, S.CANCELLED, S.CALLED_OFF, S.LAPSED}),
    S.HELD: frozenset({S.CONFIRMED, S.PENDING, S.CANCELLED, S.CALLED_OFF, S.LAPSED}),
    S.PENDING: frozenset({S.CONFIRMED, S.REFUSED, S.CANCELLED, S.CALLED_OFF, S.LAPSED}),
    S.CONFIRMED: frozenset({S.PENDING, S.CHECKED_IN, S.NO_SHOW, S.CANCELLED, S.CALLED_OFF}),
    S.CHECKED_IN: ENDED,
    S.NO_SHOW: frozenset({S.EXCUSED, S.CHECKED_IN}),
    S.EXCUSED: ENDED,
    S.CANCELLED: ENDED,
    S.CALLED_OFF: ENDED,
    S.REFUSED: ENDED,
    S.LAPSED: ENDED,
}

OCCUPYING = frozenset({S.OFFERED, S.HELD, S.PENDING, S.CONFIRMED, S.CHECKED_IN})
"""States in which claim rows stand for the booking, one for each person."""

EXPIRING = frozenset({S.OFFERED, S.HELD, S.PENDING})
"""States that end by themselves at `until`."""

CANCELLABLE = frozenset({S.WAITING, S.OFFERED, S.HELD, S.PENDING, S.CONFIRMED})

COUNTED = frozenset({S.HELD, S.PENDING, S.CONFIRMED, S.CHECKED_IN, S.NO_SHOW})
"""States that count towards a person's limits."""

LIVE = OCCUPYING | {S.WAITING}

WORDS = {
    S.WAITING: "候补中",
    S.OFFERED: "有空位，待您确认",
    S.HELD: "待确认",
    S.PENDING: "待审核",
    S.CONFIRMED: "已预约",
    S.CHECKED_IN: "已签到",
    S.NO_SHOW: "未到场",
    S.EXCUSED: "已免除爽约",
    S.CANCELLED: "已取消",
    S.CALLED_OFF: "已由场地方取消",
    S.REFUSED: "未通过审核",
    S.LAPSED: "已失效",
}
