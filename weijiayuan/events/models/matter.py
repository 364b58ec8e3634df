"""A matter, and everything that is added to it. What is added is never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    TextClause,
    UniqueConstraint,
    bindparam,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model, SealedAnswers, SealedLine, SealedWords
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.state_transitions import Move, Situation
from weijiayuan.events.rules.vocabulary import (
    OPEN,
    Action,
    Level,
    Mode,
    Outcome,
    PictureCheck,
    Source,
    State,
)

OPEN_STATES = [state for state in State if state in OPEN]
IS_OPEN = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in OPEN_STATES)))


OVER_STATES = [state for state in State if state not in OPEN]
IS_OVER = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in OVER_STATES)))
IS_RUNNING = text(f"{IS_OPEN.text} AND handled_at IS NULL")
WORDS_WAIT = text("words_due_at IS NOT NULL")
IS_SUPERVISED = text("supervision > 0")
IS_ASKED = text("picture_check = 'waiting' AND trace_id IS NOT NULL")


def _partial(name: str, *columns: str, only: TextClause) -> Index:
    """Return an index over some rows, on both engines."""
    return Index(name, *columns, sqlite_where=only, postgresql_where=only)


class TextCheck(StrEnum):
    """What became of the content check; anonymous text is never sent to one."""

    NEVER = "never"
    PENDING = "pending"
    PASSED = "passed"
    HELD = "held"


class Event(Model):
    """A matter to be handled. `move` is the only thing that changes its state.

    Coordinates are GCJ-02 degrees. `due_at` is when it must be resolved, None while its clock
    stands still or has not started; `promised_at` is what the reporter was told. `danger` is
    the kind of danger its words tell of: such a matter is urgent and never settles itself.
    `public_text` are the words that anyone may read, None while or because they name somebody;
    `words_read` once that was looked for. `words_due_at` is since when they wait for a person,
    because of what they name or because their reporter left.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_cell_reported_at", "cell", "reported_at"),
        Index("ix_events_reported_at_id", "reported_at", "id"),
        Index("ix_events_grid_reported", "grid_code", "reported_at", "id"),
        Index("ix_events_unit_reported", "unit_code", "reported_at", "id"),
        Index("ix_events_category_reported", "category_code", "reported_at", "id"),
        Index("ix_events_closed_at", "closed_at"),
        Index("ix_events_level_reported", "level", "reported_at", "id"),
        Index("ix_events_source_reported", "source", "reported_at", "id"),
        _partial("ix_events_supervised", "supervision", "reported_at", "id", only=IS_SUPERVISED),
        _partial("ix_events_over_state", "state", "reported_at", "id", only=IS_OVER),
        _partial("ix_events_open_reported", "reported_at", "id", only=IS_OPEN),
        _partial("ix_events_open_due", "due_at", "id", only=IS_OPEN),
        _partial("ix_events_open_unit", "unit_code", "due_at", "id", only=IS_OPEN),
        _partial("ix_events_open_grid", "grid_code", "due_at", "id", only=IS_OPEN),
        _partial("ix_events_open_unit_reported", "unit_code", "reported_at", "id", only=IS_OPEN),
        _partial("ix_events_open_grid_reported", "grid_code", "reported_at", "id", only=IS_OPEN),
        _partial("ix_events_words_due", "words_due_at", "id", only=WORDS_WAIT),
        Index(
            "ix_events_words_unread",
            "id",
            sqlite_where=text("words_read IS 0"),
            postgresql_where=text("words_read IS false"),
        ),
        _partial("ix_events_open_place", "street_code", "community_code", "state", only=IS_OPEN),
        _partial(
            "ix_events_open_running", "due_at", "street_code", "community_code", only=IS_RUNNING
        ),
    )

    number: Mapped[str] = mapped_column(unique=True)
    source: Mapped[Source]
    text: Mapped[str] = mapped_column(SealedWords)
    lng: Mapped[float]
    lat: Mapped[float]
    cell: Mapped[int] = mapped_column(BigInteger)
    reported_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(SealedLine, default="")
    state: Mapped[State] = mapped_column(default=State.SUBMITTED)
    category_code: Mapped[str | None] = mapped_column(default=None)
    confidence: Mapped[float] = mapped_column(default=0.0)
    level: Mapped[int] = mapped_column(default=int(Level.ORDINARY))
    mode: Mapped[Mode] = mapped_column(default=Mode.APART)
    attributes: Mapped[dict[str, Any]] = mapped_column(SealedAnswers, default_factory=dict)
    grid_id: Mapped[UUID | None] = mapped_column(default=None)
    grid_code: Mapped[str | None] = mapped_column(default=None)
    community_code: Mapped[str | None] = mapped_column(default=None)
    street_code: Mapped[str | None] = mapped_column(default=None)
    unit_code: Mapped[str | None] = mapped_column(default=None)
    reporter_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), default=None, index=True
    )
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)
    parent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id"), default=None, index=True
    )
    promised_at: Mapped[datetime | None] = mapped_column(default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    in_time: Mapped[bool | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(default=None)
    on_the_spot: Mapped[bool] = mapped_column(default=False)
    highest_level: Mapped[int] = mapped_column(default=0)
    supervision: Mapped[int] = mapped_column(default=0)
    returns: Mapped[int] = mapped_column(default=0)
    designated: Mapped[bool] = mapped_column(default=False)
    waits: Mapped[int] = mapped_column(default=0)
    extensions: Mapped[int] = mapped_column(default=0)
    reworks: Mapped[int] = mapped_column(default=0)
    reopens: Mapped[int] = mapped_column(default=0)
    reporter_reopens: Mapped[int] = mapped_column(default=0)
    reporter_appeals: Mapped[int] = mapped_column(default=0)
    stars: Mapped[int | None] = mapped_column(default=None)
    text_check: Mapped[TextCheck] = mapped_column(default=TextCheck.NEVER)
    is_sample: Mapped[bool] = mapped_column(default=False)
    danger: Mapped[str | None] = mapped_column(default=None)
    danger_told: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    is_sensed: Mapped[bool] = mapped_column(default=False, server_default=false())
    sensed_as: Mapped[list[str] | None] = mapped_column(JSON, default=None)
    """The categories of what a device measures there."""
    words_due_at: Mapped[datetime | None] = mapped_column(default=None)
    words_read: Mapped[bool] = mapped_column(default=False, server_default=false())
    public_text: Mapped[str | None] = mapped_column(Text, default=None)

    lines = None  # type: int | None
    """How many lines its history has while it is being entered; later only the table knows."""

    def move(self, action: Action, situation: Situation) -> Move:
        """Make one move of the table, or refuse it and name what is allowed."""
        move = state_transitions.find(action, self.state)
        state_transitions.check(move, situation)
        self.state = move.target
        return move

    @property
    def is_anonymous(self) -> bool:
        return self.source is Source.ANONYMOUS

    @property
    def is_measured(self) -> bool:
        """Tell whether a device measures something grave there: nobody takes that back alone."""
        return self.is_sensed and Level(self.level).is_pressing

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def stands_open() -> ColumnElement[bool]:
    """Return the condition for open matters, in the very words of the indexes over them.

    SQLite takes a partial index only if the query says its condition in literals and in its order;
    with bound values every work list would read the whole table.
    """
    return _spelt_out("open_states", OPEN_STATES)


def is_over() -> ColumnElement[bool]:
    """Return the condition for matters that are over, likewise."""
    return _spelt_out("over_states", OVER_STATES)


def runs_late(now: datetime) -> ColumnElement[bool]:
    """Return the condition for open matters whose time was used up before they were handled.

    For rates of what was handled in time; what is late at all is `next_deadlines.is_late`.
    """
    return stands_open() & Event.handled_at.is_(None) & (Event.due_at < now)


def is_supervised() -> ColumnElement[bool]:
    """Return the condition for matters that are or were supervised, in the words of their index."""
    none: BindParameter[int] = bindparam("no_rung", 0, literal_execute=True)
    return Event.supervision > none


def stands_in(state: State) -> ColumnElement[bool]:
    """Return the condition for matters in one state, by the index that holds it."""
    return (Event.state == state) & (stands_open() if state in OPEN else is_over())


def _spelt_out(name: str, states: list[State]) -> ColumnElement[bool]:
    found: BindParameter[list[State]] = bindparam(
        name, states, expanding=True, literal_execute=True
    )
    return Event.state.in_(found)


class Entry(Model):
    """One line of a matter's history. The database refuses to change or delete it."""

    __tablename__ = "event_entries"
    __table_args__ = (
        Index("ix_event_entries_event_id_number", "event_id", "number", unique=True),
        Index("ix_event_entries_action_at", "action", "at"),
        Index("ix_event_entries_at", "at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    action: Mapped[str]
    actor: Mapped[str]
    from_state: Mapped[str | None] = mapped_column(default=None)
    to_state: Mapped[str | None] = mapped_column(default=None)
    staff_id: Mapped[UUID | None] = mapped_column(default=None)
    unit_code: Mapped[str | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(Text, default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


class Assignment(Model):
    """One dispatch of a matter to a unit, why it went there, and how that ended."""

    __tablename__ = "event_assignments"
    __table_args__ = (
        Index("ix_event_assignments_event_id", "event_id"),
        Index("ix_event_assignments_unit_code_dispatched_at", "unit_code", "dispatched_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    unit_code: Mapped[str]
    dispatched_at: Mapped[datetime]
    rule: Mapped[str]
    because: Mapped[str]
    rules_version: Mapped[str]
    designated: Mapped[bool] = mapped_column(default=False)
    return_until: Mapped[datetime | None] = mapped_column(default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    return_reason: Mapped[str] = mapped_column(default="")


class Stage(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    TALK = "talk"


class EventPhoto(Model):
    """A photo of a matter: as found, as left, or sent in the conversation.

    `trace_id` is WeChat's name for the check of its content, None as long as it was not asked.
    """

    __tablename__ = "event_photos"
    __table_args__ = (
        UniqueConstraint("event_id", "file_id"),
        _partial("ix_event_photos_asked", "trace_id", only=IS_ASKED),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    file_id: Mapped[UUID] = mapped_column(index=True)
    stage: Mapped[Stage]
    picture_check: Mapped[PictureCheck] = mapped_column(default=PictureCheck.NEVER)
    trace_id: Mapped[str | None] = mapped_column(default=None)

    @property
    def is_hidden(self) -> bool:
        return self.picture_check is PictureCheck.HIDDEN


def waits_for_verdict() -> ColumnElement[bool]:
    """Return the condition for photos that WeChat was asked about, in the words of their index."""
    waiting: BindParameter[PictureCheck] = bindparam(
        "waiting", PictureCheck.WAITING, literal_execute=True
    )
    return (EventPhoto.picture_check == waiting) & EventPhoto.trace_id.is_not(None)


class Message(Model):
    """One message between the reporter and whoever handles the matter."""

    __tablename__ = "event_messages"
    __table_args__ = (Index("ix_event_messages_event_id_at", "event_id", "at"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    at: Mapped[datetime]
    from_reporter: Mapped[bool]
    text: Mapped[str] = mapped_column(SealedWords)
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    staff_id: Mapped[UUID | None] = mapped_column(default=None)
    is_question: Mapped[bool] = mapped_column(default=False)
    text_check: Mapped[TextCheck] = mapped_column(default=TextCheck.NEVER)


class Follower(Model):
    """A resident who said "me too", or whose report was merged into this one."""

    __tablename__ = "event_followers"
    __table_args__ = (UniqueConstraint("event_id", "resident_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class AskKind(StrEnum):
    WAIT = "wait"
    EXTEND = "extend"
    TRANSFER = "transfer"


class AskState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Ask(Model):
    """What a unit asked the dispatcher for: to stop the clock, or more time."""

    __tablename__ = "event_asks"
    __table_args__ = (
        Index(
            "uq_event_asks_waiting",
            "event_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[AskKind]
    reason: Mapped[str]
    asked_by: Mapped[UUID]
    unit_code: Mapped[str | None] = mapped_column(default=None)
    code: Mapped[str | None] = mapped_column(default=None)
    extra: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[AskState] = mapped_column(default=AskState.ASKED)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class Rating(Model):
    """What the reporter thought of the result; two stars or less are reviewed."""

    __tablename__ = "event_ratings"
    __table_args__ = (
        UniqueConstraint("event_id", "round"),
        Index("ix_event_ratings_review", "needs_review", "reviewed_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    round: Mapped[int]
    at: Mapped[datetime]
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(SealedWords, default="")
    why: Mapped[str | None] = mapped_column(default=None)
    needs_review: Mapped[bool] = mapped_column(default=False)
    reviewed_at: Mapped[datetime | None] = mapped_column(default=None)
    reviewed_by: Mapped[UUID | None] = mapped_column(default=None)
    decision: Mapped[str | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(Text, default="")
