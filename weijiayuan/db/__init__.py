"""The database: one session, one base class, one place that commits."""

from weijiayuan.db.base import Model, db
from weijiayuan.db.column_types import MoneyFen, UtcDateTime
from weijiayuan.db.encrypted_columns import (
    Encrypted,
    Sealed,
    SealedAnswers,
    SealedLine,
    SealedWords,
    blind_index,
)
from weijiayuan.db.insert_if_absent import insert_new
from weijiayuan.db.sqlalchemy_core_execution import run
from weijiayuan.db.transaction import reading, savepoint, transaction

__all__ = [
    "Encrypted",
    "Model",
    "MoneyFen",
    "Sealed",
    "SealedAnswers",
    "SealedLine",
    "SealedWords",
    "UtcDateTime",
    "blind_index",
    "db",
    "insert_new",
    "reading",
    "run",
    "savepoint",
    "transaction",
]
