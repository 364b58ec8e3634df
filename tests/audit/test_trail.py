"""The trail cannot be changed, cut or reordered without being seen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from weijiayuan import audit
from weijiayuan.audit import queries
from weijiayuan.audit.hash_chain import GENESIS, Entry, first_break, seal
from weijiayuan.db import transaction

words = st.text(max_size=12)


@st.composite
def trails(draw):
    """A trail of one to eight sealed entries."""
    previous, sealed = GENESIS, []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        moment = draw(st.datetimes(timezones=st.just(UTC)))
        entry = Entry(number, moment, *(draw(words) for _ in range(6)))
        mark = seal(entry, previous)
        sealed.append((entry, previous, mark))
        previous = mark
    return sealed


def head_of(sealed):
    return (sealed[-1][0].number, sealed[-1][2]) if sealed else (0, GENESIS)


@given(trails())
def test_an_untouched_trail_holds(sealed):
    assert first_break(sealed, head=head_of(sealed)) is None


@given(trails(), st.data())
def test_a_changed_word_is_seen_where_it_was_changed(sealed, data):
    place = data.draw(st.integers(0, len(sealed) - 1))
    name = data.draw(st.sampled_from(["actor", "action", "subject_id", "reason", "facts"]))
    entry, previous, mark = sealed[place]
    changed = [*sealed]
    changed[place] = (replace(entry, **{name: getattr(entry, name) + "x"}), previous, mark)

    broken = first_break(changed, head=head_of(sealed))

    assert broken is not None
    assert broken.number == place + 1


@given(trails(), st.data())
def test_a_dropped_entry_is_seen(sealed, data):
    place = data.draw(st.integers(0, len(sealed) - 1))
    cut = sealed[:place] + sealed[place + 1 :]
    assert first_break(cut, head=head_of(sealed)) is not None


def test_a_word_moved_to_the_next_column_is_seen():
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    one = Entry(1, moment, "ab", "c", "", "", "", "")
    assert seal(one, GENESIS) != seal(replace(one, actor="a", action="bc"), GENESIS)


def fail_after_recording():
    audit.record("never happened", subject_kind="resident", subject_id="r3")
    return 1 / 0


def test_entries_are_sealed_in_the_transaction_of_what_they_tell(database):
    with transaction():
        audit.record("looked", subject_kind="resident", subject_id="r1", reason="核实")
        audit.record("looked", subject_kind="resident", subject_id="r2")
    with pytest.raises(ZeroDivisionError), transaction():
        fail_after_recording()

    assert [entry.subject_id for entry, _, _ in queries.sealed_entries()] == ["r1", "r2"]
    assert first_break(queries.sealed_entries(), head=queries.head()) is None


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_the_trail(database, change):
    with transaction():
        audit.record("looked", subject_kind="resident", subject_id="r1")
    with pytest.raises(DatabaseError, match="append-only"):
        database.session.execute(text(change))
