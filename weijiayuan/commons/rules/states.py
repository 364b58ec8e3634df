"""How topics, meetings and outcomes move on."""

from enum import StrEnum


class TopicKind(StrEnum):
    """What a topic is about."""

    FIX = "fix"
    RULE = "rule"
    MONEY = "money"
    QUARREL = "quarrel"


class TopicState(StrEnum):
    """From raised to settled; `HELD` waits for a person to read it."""

    HELD = "held"
    RAISED = "raised"
    SUPPORTED = "supported"
    TO_MEETING = "to_meeting"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


TOPIC_MOVES = {
    TopicState.HELD: frozenset({TopicState.RAISED, TopicState.WITHDRAWN}),
    TopicState.RAISED: frozenset(
        {
            TopicState.SUPPORTED,
            TopicState.TO_MEETING,
            TopicState.SETTLED,
            TopicState.WITHDRAWN,
            TopicState.HELD,
        }
    ),
    TopicState.SUPPORTED: frozenset(
        {TopicState.TO_MEETING, TopicState.SETTLED, TopicState.WITHDRAWN, TopicState.HELD}
    ),
    TopicState.TO_MEETING: frozenset({TopicState.SUPPORTED, TopicState.SETTLED}),
    TopicState.SETTLED: frozenset(),
    TopicState.WITHDRAWN: frozenset(),
}


class Stance(StrEnum):
    """What somebody thinks of a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105  # neither yes nor no


class MeetingKind(StrEnum):
    """What is called, and so by which rule its notice and its quorum are."""

    DELIBERATION = "deliberation"
    PARLOUR = "parlour"
    RESIDENTS = "residents"
    DELEGATES = "delegates"
    OWNERS = "owners"


RULE_OF_MEETING = {
    MeetingKind.DELIBERATION: "deliberation",
    MeetingKind.PARLOUR: "deliberation",
    MeetingKind.RESIDENTS: "residents_meeting",
    MeetingKind.DELEGATES: "delegates_meeting",
    MeetingKind.OWNERS: "owners_ordinary",
}


class MeetingState(StrEnum):
    """Called and noticed in one; then minuted, confirmed by two, published."""

    NOTICED = "noticed"
    MINUTED = "minuted"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


MEETING_MOVES = {
    MeetingState.NOTICED: frozenset({MeetingState.MINUTED, MeetingState.CANCELLED}),
    MeetingState.MINUTED: frozenset({MeetingState.MINUTED, MeetingState.CONFIRMED}),
    MeetingState.CONFIRMED: frozenset({MeetingState.PUBLISHED}),
    MeetingState.PUBLISHED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}


class DemandState(StrEnum):
    """Asked for by some, by enough of them, and called; `HELD` waits for a person to read it."""

    HELD = "held"
    GATHERING = "gathering"
    REACHED = "reached"
    CALLED = "called"
    WITHDRAWN = "withdrawn"


DEMAND_MOVES = {
    DemandState.HELD: frozenset({DemandState.GATHERING, DemandState.WITHDRAWN}),
    DemandState.GATHERING: frozenset({DemandState.REACHED, DemandState.WITHDRAWN}),
    DemandState.REACHED: frozenset(
        {DemandState.CALLED, DemandState.GATHERING, DemandState.WITHDRAWN}
    ),
    DemandState.CALLED: frozenset({DemandState.REACHED}),
    DemandState.WITHDRAWN: frozenset(),
}


class OutcomeKind(StrEnum):
    """The four buttons of the minutes: we do it, the property company, a department, a rule."""

    SELF = "self"
    PROPERTY = "property"
    DEPARTMENT = "department"
    RULE = "rule"


class OutcomeState(StrEnum):
    """An outcome is over when those who raised it have checked it."""

    AGREED = "agreed"
    DOING = "doing"
    DONE = "done"
    CHECKED = "checked"


OUTCOME_MOVES = {
    OutcomeState.AGREED: frozenset({OutcomeState.DOING, OutcomeState.DONE}),
    OutcomeState.DOING: frozenset({OutcomeState.DONE}),
    OutcomeState.DONE: frozenset({OutcomeState.CHECKED, OutcomeState.DOING}),
    OutcomeState.CHECKED: frozenset(),
}


class Attended(StrEnum):
    """How somebody was there."""

    PRESENT = "present"
    PROXY = "proxy"
    ONLINE = "online"
