from datetime import UTC, date, datetime, time
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel import clock, ids
from weijiayuan.kernel.money import Money


def test_ids_are_uuid_version_7_and_grow_with_time():
    made = [ids.new_id() for _ in range(100)]
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {RFC_4122}
    assert made[0].int >> 80 <= made[-1].int >> 80
    assert len(set(made)) == 100


def test_codes_for_people_avoid_letters_that_look_alike():
    assert not set("".join(ids.readable_code(50) for _ in range(20))) & set("01OIL")


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.times())
def test_a_wall_clock_time_comes_back_as_itself(day, clock_time):
    moment = clock.at_local(day, clock_time)
    assert moment.tzinfo is UTC
    assert moment.astimezone(clock.CHINA).replace(tzinfo=None) == datetime.combine(day, clock_time)


def test_a_day_begins_at_midnight_in_the_district():
    assert clock.local_date(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert clock.at_local(date(2026, 11, 23), time(0)) == datetime(2026, 11, 22, 16, tzinfo=UTC)


@given(st.integers(0, 10**12))
def test_money_in_words_reads_back_as_the_same_money(fen):
    assert Money.yuan(str(Money(fen)).removesuffix("元")) == Money(fen)


def test_money_rounds_half_a_fen_up():
    assert Money.yuan("0.005") == Money(1)
    assert Money(300) - Money(100) + Money(5) == Money(205)
