"""Expressions as they stand in a field of an entry."""

from weijiayuan.rules_engine.pack import syntax
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import Expression


def expression_if_given(fields: Fields, key: str) -> Expression | None:
    return expression(fields, key) if fields.raw(key, optional=True) is not None else None


def expression(fields: Fields, key: str) -> Expression:
    return syntax.parse(fields.text(key) or "0", fields.place_of(key))
