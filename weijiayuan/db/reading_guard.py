"""Whoever said they read changes nothing."""

from typing import Any

from sqlalchemy import Engine, event

from weijiayuan.kernel.transaction_mode import TransactionMode, intent


class WroteWhileReading(Exception):
    """A view or a task that said it only reads has changed something: a mistake of ours."""


def refuse_writes_while_reading(engine: Engine) -> None:
    """Refuse statements that change rows while reading, on both engines."""

    @event.listens_for(engine, "before_cursor_execute")
    def on_statement(*given: Any) -> None:
        context = given[4]
        changes = context.isinsert or context.isupdate or context.isdelete
        if changes and intent.get() is TransactionMode.READING:
            raise WroteWhileReading
