"""What an application and a licence may become, and by which move."""

from enum import StrEnum


class ApplicationState(StrEnum):
    """How far an application has come."""

    DRAFT = "draft"
    TO_CORRECT = "to_correct"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LIVE = frozenset({ApplicationState.TO_CORRECT, ApplicationState.IN_REVIEW})
"""Under way: neither done nor given up."""

APPLICATION_MOVES = {
    ApplicationState.DRAFT: frozenset(
        {
            ApplicationState.APPROVED,
            ApplicationState.TO_CORRECT,
            ApplicationState.IN_REVIEW,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.TO_CORRECT: frozenset(
        {
            ApplicationState.TO_CORRECT,
            ApplicationState.APPROVED,
            ApplicationState.IN_REVIEW,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.IN_REVIEW: frozenset(
        {
            ApplicationState.IN_REVIEW,
            ApplicationState.APPROVED,
            ApplicationState.TO_CORRECT,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.APPROVED: frozenset[ApplicationState](),
    ApplicationState.REFUSED: frozenset[ApplicationState](),
    ApplicationState.WITHDRAWN: frozenset[ApplicationState](),
}


class LicenceState(StrEnum):
    """How a licence stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    DEREGISTERING = "deregistering"
    DEREGISTERED = "deregistered"
    REVOKED = "revoked"


IN_BUSINESS = frozenset({LicenceState.ACTIVE, LicenceState.PAUSED, LicenceState.DEREGISTERING})

LICENCE_MOVES = {
    LicenceState.ACTIVE: frozenset(
        {LicenceState.PAUSED, LicenceState.DEREGISTERING, LicenceState.REVOKED}
    ),
    LicenceState.PAUSED: frozenset(
        {LicenceState.ACTIVE, LicenceState.DEREGISTERING, LicenceState.REVOKED}
    ),
    LicenceState.DEREGISTERING: frozenset(
        {LicenceState.ACTIVE, LicenceState.DEREGISTERED, LicenceState.REVOKED}
    ),
    LicenceState.DEREGISTERED: frozenset({LicenceState.REVOKED}),
    LicenceState.REVOKED: frozenset[LicenceState](),
}

STATE_WORDS = {
    ApplicationState.DRAFT: "草稿",
    ApplicationState.TO_CORRECT: "待补正",
    ApplicationState.IN_REVIEW: "人工审看中",
    ApplicationState.APPROVED: "已准予登记",
    ApplicationState.REFUSED: "不予登记",
    ApplicationState.WITHDRAWN: "已撤回",
    LicenceState.ACTIVE: "存续",
    LicenceState.PAUSED: "歇业",
    LicenceState.DEREGISTERING: "注销公示中",
    LicenceState.DEREGISTERED: "已注销",
    LicenceState.REVOKED: "已撤销",
}


class NameState(StrEnum):
    """How a name stands in the register; the last two bar it for a year (规定 17)."""

    REGISTERED = "registered"
    RESERVED = "reserved"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
