"""Rows that are born in memory and inserted by `insert_new`, which lets the database decide."""

from typing import Any

from sqlalchemy import inspect

from weijiayuan.db import Model


def values_of(row: Model) -> dict[str, Any]:
    """Return the column values of a new object."""
    return {
        attribute.key: getattr(row, attribute.key) for attribute in inspect(type(row)).column_attrs
    }
