"""What the web floor remembers: answers given under an idempotency key."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class StoredAnswer(Model):
    """The answer to one action of one caller, kept for 24 hours.

    Written in the same transaction as the effect it answers for, so that either both are there
    or neither is. The body is sealed: it may hold what only this person may read.
    """

    __tablename__ = "web_given_answers"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    caller: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int] = mapped_column(default=0)
    content_type: Mapped[str] = mapped_column(default="")
    body: Mapped[str | None] = mapped_column(Encrypted, default=None)
