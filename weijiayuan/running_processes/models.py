"""A line for each process that serves or works, kept fresh while it lives."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from weijiayuan.db import Model


class RunningProcess(Model):
    """A web process or a worker. `seen_at` is the database's clock; a stale one is dead.

    `folder` names the folder of photos it writes into, or the storage service. `keys` are the
    names of its sealing keys, the one that seals first, and `key_marks` say which keys they are
    without telling them.
    """

    __tablename__ = "running_processes"

    host: Mapped[str]
    pid: Mapped[int]
    role: Mapped[str]
    folder: Mapped[str]
    keys: Mapped[str]
    key_marks: Mapped[str]
    schema_head: Mapped[str]
    seen_at: Mapped[datetime]
