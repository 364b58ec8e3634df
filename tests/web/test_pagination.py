"""Cursors: opaque to clients, and whatever a client sends as one is answered in words."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weijiayuan.web.pagination import CursorMalformed, read_cursor, write_cursor

KINDS = [UUID, datetime, date, str, int, float]
HOSTILE = [
    "[1]",
    "[{}]",
    "[[]]",
    "[null]",
    "[true]",
    "[1e999]",
    "[-1e999]",
    "[99999999999999999999]",
]
HOSTILE += [
    '["\\u0000"]',
    "1",
    "{}",
    "null",
    '"text"',
    "[1,2,3]",
    '["2026-01-01T00:00:00"]',
    '["0001-01-01T00:00:00+14:00"]',
    "[",
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=2),
)


def cursor_of(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(("kind", "text"), [*product(KINDS, HOSTILE)])
def test_a_cursor_of_another_shape_is_malformed_and_nothing_else(kind, text):
    try:
        (value,) = read_cursor(cursor_of(text), [kind])
    except CursorMalformed:
        return
    assert type(value) is kind


@settings(max_examples=40, deadline=None)
@given(st.lists(ANYTHING, max_size=3), st.lists(st.sampled_from(KINDS), max_size=3))
def test_whatever_a_cursor_holds_is_read_as_asked_or_malformed(values, kinds):
    try:
        read = read_cursor(write_cursor(values), kinds)
    except (CursorMalformed, TypeError, ValueError):
        return
    assert [type(each) for each in read] == kinds


@given(st.text())
def test_text_that_is_no_cursor_is_malformed(text):
    try:
        read_cursor(text, [UUID])
    except CursorMalformed:
        return


def test_what_was_written_is_read_again():
    values = [UUID(int=7), datetime(2026, 11, 29, tzinfo=UTC), date(2026, 2, 1), "名", 3, 0.5]
    assert read_cursor(write_cursor(values), KINDS) == values
