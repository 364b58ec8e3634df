from datetime import UTC, datetime, timedelta

import pytest

from weijiayuan.web.anonymous_rate_limits import AnonymousLimit

NOON = datetime(2026, 11, 23, 4, 15, tzinfo=UTC)


def test_one_source_is_let_in_so_often_an_hour_and_told_when_to_come_back():
    gate = AnonymousLimit(each=2, everyone=100)

    assert [gate.admit("203.0.113.7", NOON) for _ in range(3)] == [None, None, 45 * 60]
    assert gate.admit("203.0.113.8", NOON) is None
    assert gate.admit("203.0.113.7", NOON + timedelta(hours=1)) is None


def test_all_sources_together_are_limited_too():
    gate = AnonymousLimit(each=100, everyone=2)

    assert [gate.admit(f"203.0.113.{n}", NOON) is None for n in range(3)] == [True, True, False]


def test_a_source_cannot_be_told_from_what_is_kept_and_yesterdays_key_is_gone():
    gate = AnonymousLimit(each=2, everyone=100)
    gate.admit("203.0.113.7", NOON)
    kept, key = dict(gate._counts), gate._key

    gate.admit("203.0.113.7", NOON + timedelta(days=1))

    assert "203.0.113.7" not in repr(kept)
    assert gate._key != key
    assert not kept.keys() & gate._counts.keys()


@pytest.mark.parametrize(
    "network", ["203.0.113.{}", "203.0.{}.1", "2001:db8:0:{:x}::1", "2001:db8:{:x}::1"]
)
def test_one_network_cannot_shut_the_door_for_everybody(network):
    gate = AnonymousLimit(each=20, everyone=2_000)

    for number in range(1, 255):
        for _ in range(21):
            gate.admit(network.format(number), NOON)

    assert gate._total <= 500
    assert gate.admit("198.51.100.1", NOON) is None
