"""What people raise, and what they say to each other's statements."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.states import (
    TOPIC_MOVES,
    Stance,
    TopicKind,
    TopicState,
)
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.state_machine import check_move


class Topic(Model):
    """Something somebody wants talked about. A helper may have entered it on somebody's behalf.

    `words_read` once the guard in force has read them, as it has whatever is written now.
    """

    __tablename__ = "commons_topics"
    __table_args__ = (Index("ix_commons_topics_space_id_state", "space_id", "state", "id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    kind: Mapped[TopicKind]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text)
    affected: Mapped[str] = mapped_column(Text)
    must_come: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    on_behalf_of: Mapped[str | None] = mapped_column(Encrypted, default=None)
    helper_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[TopicState] = mapped_column(default=TopicState.RAISED)
    held_for: Mapped[str] = mapped_column(default="")
    supports: Mapped[int] = mapped_column(default=0)
    words_read: Mapped[bool] = mapped_column(default=True, server_default=false())

    def move_to(self, state: TopicState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(TOPIC_MOVES, self.state, state)
        self.state = state


class Support(Model):
    """A resident wants a topic talked about too."""

    __tablename__ = "commons_supports"
    __table_args__ = (UniqueConstraint("topic_id", "resident_id"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class Statement(Model):
    """One sentence about a topic to which people take a stance."""

    __tablename__ = "commons_statements"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    held_for: Mapped[str] = mapped_column(default="")
    words_read: Mapped[bool] = mapped_column(default=True, server_default=false())


class StanceTaken(Model):
    """A stance under a mark that only this installation can make from the person's id."""

    __tablename__ = "commons_stances"
    __table_args__ = (UniqueConstraint("statement_id", "person_mark"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"), index=True)
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("commons_statements.id"))
    person_mark: Mapped[str] = mapped_column(index=True)
    stance: Mapped[Stance]
