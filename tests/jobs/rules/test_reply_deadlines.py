from datetime import UTC, datetime, timedelta

from weijiayuan.jobs.rules.reply_deadlines import answer_rate, is_overdue, is_reminder_due
from weijiayuan.jobs.rules.states import (
    BY_APPLICANT,
    BY_EMPLOYER,
    EMPLOYER_MOVES,
    JOB_MOVES,
    LIVE,
    ApplicationState,
    EmployerState,
    JobState,
)

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def days(count):
    return NOW - timedelta(days=count)


def test_the_employer_is_reminded_after_seven_days():
    assert not is_reminder_due(days(6.9), None, now=NOW)
    assert is_reminder_due(days(7), None, now=NOW)
    assert not is_reminder_due(days(9), days(1), now=NOW)


def test_the_public_is_told_after_fourteen():
    assert not is_overdue(days(13.9), None, now=NOW)
    assert is_overdue(days(14), None, now=NOW)


def test_the_answer_rate_counts_only_what_is_due():
    rate = answer_rate(
        [(days(20), days(19)), (days(15), None), (days(14), days(2)), (days(3), None)], now=NOW
    )
    assert (rate.due, rate.answered, rate.percent) == (3, 2, 66)


def test_without_anything_due_there_is_no_rate():
    assert answer_rate([(days(1), None)], now=NOW).percent is None


def test_every_state_has_its_moves_and_none_leads_out_of_the_table():
    for moves, states in [
        (EMPLOYER_MOVES, EmployerState),
        (JOB_MOVES, JobState),
        (BY_EMPLOYER, ApplicationState),
        (BY_APPLICANT, ApplicationState),
    ]:
        assert set(moves) == set(states)
        assert all(new in moves for news in moves.values() for new in news)


def test_an_applicant_may_leave_from_every_live_state():
    assert all(ApplicationState.WITHDRAWN in BY_APPLICANT[state] for state in LIVE)
    assert BY_APPLICANT[ApplicationState.HIRED] == frozenset()
