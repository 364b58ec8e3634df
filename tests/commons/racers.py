"""One person who votes by web, as a proxy's giver and on paper at once; and one who dies voting."""

import os
import signal
from collections import Counter

from sqlalchemy import event

from tests.commons.people import crowd, make_ballot, make_roll, make_space
from weijiayuan.app import create_app
from weijiayuan.commons.errors import AlreadyVoted, NotMember, SpeaksAlready
from weijiayuan.commons.models import Member, Proxy
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.service import ballots, vote_counting
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id


def build(app, count):
    """A secret ballot of so many, each of whom has given a proxy to the one who is last.

    Every third has no account and takes a slip instead of voting by web.
    """
    with app.app_context():
        people = crowd(count + 1)
        known = [None if at % 3 == 2 and at < count else each for at, each in enumerate(people)]
        roll = make_roll(make_space(), known, basis="residents", area=0)
        ballot = make_ballot(roll, rule="deliberation", minutes=60)
        members = {m.number: m.id for m in db.session.query(Member).filter_by(roll_id=roll.id)}
        with transaction():
            for number in range(1, count + 1):
                db.session.add(
                    Proxy(
                        ballot_id=ballot.id,
                        member_id=members[number],
                        code_hash=str(new_id()),
                        holder_id=people[-1].id,
                    )
                )
        return ballot.id, [person.id for person in people]


def by_channel(settings, channel, ballot_id, people):
    """Cast for everybody in turn by one channel; count how it went."""
    app, seen = create_app(settings), Counter()
    with app.app_context():
        for number, person in enumerate(people[:-1], start=1):
            seen[attempt(channel, ballot_id, number, person, people[-1])] += 1
        db.engine.dispose()
    return channel, seen


def attempt(channel, ballot_id, number, person, holder):
    try:
        with transaction():
            if channel == "paper":
                vote_counting.hand_out(ballot_id, number, now=clock.now())
            else:
                by, named = (person, None) if channel == "web" else (holder, number)
                choice = Choice.YES if number % 2 else Choice.NO
                ballots.vote(ballot_id, choice, by=by, for_number=named, once=None, now=clock.now())
    except (AlreadyVoted, NotMember, SpeaksAlready):
        return "already"
    return "cast"


def killed_at_commit(settings, ballot_id, person):
    """Vote, and die when everything is written and nothing committed."""
    app = create_app(settings)

    def die(_session):
        os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(db.session, "before_commit", die)
        attempt("web", ballot_id, 1, person, None)
