"""Once for each row of the roll, whoever races and whatever dies; and nothing tells who said what.

pytest tests/commons/test_races.py -m race
"""

import random
import signal
from collections import Counter

import pytest
from sqlalchemy import select, text

from tests.commons import racers
from tests.commons.people import crowd, make_ballot, make_roll, make_space
from tests.racing import race, run_until_killed
from weijiayuan.commons.models import Cast, Member, Secrecy, Urn
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.service import ballots, vote_counting
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock

pytestmark = pytest.mark.race
RACES = 40
VOTES = 150
"""Measured by hand with more: 300 races on SQLite, 500 votes on both engines; the same."""


def test_one_person_by_web_paper_and_proxy_at_once_has_one_vote(ground, opened):
    app = opened(ground)
    ballot_id, people = racers.build(app, RACES)

    ended = race(
        racers.by_channel,
        *[(ground, channel, ballot_id, people) for channel in ("web", "paper", "proxy")],
    )

    casts = sum(seen["cast"] for _, seen in ended)
    assert casts == RACES
    assert sum(seen["already"] for _, seen in ended) == 2 * RACES
    with app.app_context():
        turnout = queries.turnout(ballot_id)
        assert sum(each.heads for each in turnout.values()) == RACES
        ballot = queries.ballot(ballot_id)
        box = ballots.opened(ballot, queries.urn(ballot_id))
        assert len(box.entries) == RACES - turnout["paper"].heads
        db.session.rollback()


def test_a_vote_that_dies_at_the_commit_is_not_there_at_all(ground, opened):
    app = opened(ground)
    ballot_id, people = racers.build(app, 2)
    with app.app_context(), transaction():
        ballots.vote(
            ballot_id, Choice.NO, by=people[1], for_number=None, once=None, now=clock.now()
        )

    died = run_until_killed(racers.killed_at_commit, ground, ballot_id, people[0])

    assert died == -signal.SIGKILL
    with app.app_context():
        assert racers.attempt("web", ballot_id, 1, people[0], None) == "cast"
        with transaction():
            votes, _ = vote_counting.counted(queries.ballot(ballot_id))
        assert (votes.yes.heads, votes.no.heads) == (1, 1)


def test_secret_votes_are_linked_no_better_than_by_chance(ground, opened, caplog):
    """The whole database in hand, keys included: no order of who cast tells what they chose."""
    app, draw = opened(ground), random.Random(5)
    with app.app_context():
        people = crowd(VOTES)
        roll = make_roll(make_space(), people, basis="residents", area=0)
        ballot = make_ballot(roll, rule="deliberation", secrecy=Secrecy.VERIFIABLE, minutes=60)
        said, sealed = {}, []
        for person in people:
            choice = draw.choice([Choice.YES, Choice.NO])
            with transaction():
                ballots.vote(
                    ballot.id, choice, by=person.id, for_number=None, once=None, now=clock.now()
                )
            said[person.id] = choice.value
            if len(said) % 100 == 0:
                sealed.append(raw_urn())
        with transaction():
            box = ballots.opened(queries.ballot(ballot.id), queries.urn(ballot.id))
            codes, listed = zip(*box.published(), strict=True)
        guesses = {name: right(order, listed, said) for name, order in orders().items()}
        rows = db.session.scalars(select(Cast)).all()
        moments, choices = {row.created_at for row in rows}, {row.choice for row in rows}
        db.session.rollback()

    by_chance = sum((n / VOTES) ** 2 for n in Counter(said.values()).values())
    spread = 4 * (0.25 / VOTES) ** 0.5
    assert all(abs(share - by_chance) < spread for share in guesses.values()), guesses
    assert choices == {None}
    assert {(each.minute, each.second, each.microsecond) for each in moments} == {(0, 0, 0)}
    assert len(set(sealed)) == len(sealed)
    assert not any(code in each for each in sealed for code in codes)
    assert not [line for line in caplog.messages if str(ballot.id) in line and "vote" in line]


def raw_urn():
    """The urn as it lies in the database and in every backup of that moment."""
    return db.session.execute(text("SELECT content FROM commons_urns")).scalar()


def orders():
    """The residents who cast, in every order the database keeps them in."""
    place = {
        "sqlite": ["rowid", "id", "created_at, rowid"],
        "postgresql": ["ctid", "xmin::text::bigint", "id", "created_at, ctid"],
    }[db.engine.dialect.name]
    casts, members = Cast.__tablename__, Member.__tablename__
    found = {}
    rows = db.session.execute(text(f"SELECT id, resident_id FROM {members}"))
    residents = {row[0]: row[1] for row in rows}
    for by in place:
        rows = db.session.execute(text(f"SELECT member_id FROM {casts} ORDER BY {by}")).scalars()
        found[by] = [residents[row] for row in rows]
    return found


def right(order, listed, said):
    """The share of people whose choice is the one at the same place of the list."""
    named = {str(key).replace("-", ""): choice for key, choice in said.items()}
    hits = sum(
        named[str(person).replace("-", "")] == choice
        for person, choice in zip(order, listed, strict=True)
    )
    return hits / len(listed)


def test_two_boxes_with_as_many_votes_are_of_one_length(ground, opened):
    app = opened(ground)
    lengths = set()
    with app.app_context():
        for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN):
            people = crowd(3)
            roll = make_roll(make_space(), people, area=123_45)
            ballot = make_ballot(roll)
            for person in people:
                with transaction():
                    ballots.vote(
                        ballot.id, choice, by=person.id, for_number=None, once=None, now=clock.now()
                    )
            urn = db.session.scalar(select(Urn.id).filter_by(ballot_id=ballot.id))
            assert urn is not None
            sealed = db.session.execute(text("SELECT content FROM commons_urns")).scalars().all()
            lengths.add(len(sealed[-1]))
    assert len(lengths) == 1
