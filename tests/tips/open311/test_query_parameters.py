from datetime import UTC, datetime, timedelta

import pytest

from weijiayuan.events.rules.vocabulary import OPEN, State
from weijiayuan.tips.open311 import query_parameters, vocabulary
from weijiayuan.tips.open311.errors import Problems

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def read(**given):
    return query_parameters.read(given, now=NOW)


@pytest.mark.parametrize(
    ("given", "utc"),
    [
        ("2026-11-23T09:00:00+08:00", "2026-11-23T01:00:00+00:00"),
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00+00:00"),
        ("2026-11-23T09:00:00", "2026-11-23T01:00:00+00:00"),
        ("2026-11-23T09:00:00 08:00", "2026-11-23T01:00:00+00:00"),
        ("2026-11-23T09:00:00.123456Z", "2026-11-23T09:00:00+00:00"),
        ("2026-11-23T09:00:00-0500", "2026-11-23T14:00:00+00:00"),
    ],
)
def test_moments_are_read_with_z_an_offset_or_none(given, utc):
    """A plus sign that a client did not escape arrives as a space."""
    assert vocabulary.read_moment(given).isoformat() == utc


@pytest.mark.parametrize(
    "given", ["2026-11-31", "yesterday", "2026-13-01T00:00:00Z", "0000-01-01T00:00:00Z", "", "1e9"]
)
def test_what_is_no_moment_is_refused(given):
    with pytest.raises((ValueError, OverflowError)):
        vocabulary.read_moment(given)


def test_without_dates_the_last_ninety_days_are_meant():
    assert read().requested == (NOW - timedelta(days=90), None)
    assert read().limit == 1000


def test_updated_after_looks_at_all_requests():
    assert read(updated_after="2026-11-01T00:00:00Z").requested == (None, None)


def test_one_date_means_from_it_to_now_or_ninety_days_up_to_it():
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert read(start_date="2026-01-01T00:00:00Z").requested == (start, NOW)
    assert read(end_date="2026-01-01T00:00:00Z").requested == (start - timedelta(days=90), start)


def test_days_and_any_span_are_answered_in_pages_of_a_thousand_at_most():
    asked = read(start_date="2020-01-01", end_date="2026-11-01", page_size="5000", page="2")

    assert asked.requested == (
        datetime(2019, 12, 31, 16, tzinfo=UTC),
        datetime(2026, 11, 1, 15, 59, 59, tzinfo=UTC),
    )
    assert (asked.offset, asked.limit) == (1000, 1000)


def test_ids_override_every_other_argument():
    asked = read(service_request_id="a, b,,c", status="nonsense", start_date="x")

    assert asked.ids == ("a", "b", "c")


def test_an_empty_parameter_is_an_absent_one():
    assert read(status="", service_code=" ", page="") == read()


def test_pages_are_counted_from_one():
    asked = read(page="3", page_size="20")

    assert (asked.offset, asked.limit) == (40, 20)
    assert (read(page="2").offset, read(page="2").limit) == (100, 100)


def test_states_are_open_and_closed():
    assert read(status="open").states == OPEN
    assert read(status="open,closed").states == frozenset(State)


@pytest.mark.parametrize("name", ["extensions", "extended"])
def test_both_names_of_extensions_are_known(name):
    assert read(**{name: "true"}).extensions
    assert not read(**{name: "false"}).extensions


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"status": "late"}, 1),
        ({"start_date": "x", "end_date": "y"}, 2),
        ({"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 1),
        ({"page": "0"}, 1),
        ({"page": "10" * 300}, 1),
        ({"page": "二"}, 1),
        ({"lat": "22.7"}, 1),
        ({"lat": "nan", "long": "113"}, 2),
        ({"lat": "22.7", "long": "113.9", "radius": "-1"}, 1),
        ({"bbox": "1,2,3"}, 1),
        ({"bbox": "114,22,113,23"}, 1),
        ({"bbox": "nan,nan,nan,nan"}, 1),
    ],
)
def test_what_is_wrong_is_named_each_on_its_own(given, problems):
    with pytest.raises(Problems) as refused:
        read(**given)

    assert refused.value.status == 400
    assert len(refused.value.descriptions) == problems


def test_a_category_that_is_not_known_is_not_found():
    with pytest.raises(Problems) as refused:
        read(service_code="99999")

    assert refused.value.status == 404
