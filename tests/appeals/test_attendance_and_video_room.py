"""Nothing is asked, recorded, confirmed or ruled while one side has not come (解释 356)."""

from datetime import timedelta

import pytest

from tests.appeals.conftest import ahead, ask_all, come_in, filed, fine
from weijiayuan.appeals.models import Presence
from weijiayuan.db import db

ASKED = {"side": "a", "question": "own_will", "answer": "yes"}
RULING = {"number": "（2026）粤0311民特1号"}


@pytest.fixture
def sitting(quarrel, judge):
    """A session that has begun."""
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    fine(judge.post(f"{quarrel.court_at}/accept"))
    return quarrel


def absent(answer):
    return (answer.status_code, answer.json["code"]) == (409, "confirmations.not_present")


def forget_side_b():
    """Have 乙 never come to this session: the last sight of it is of an earlier day."""
    row = db.session.scalars(db.select(Presence).filter_by(who="b")).one()
    row.seen_at -= timedelta(days=1)
    db.session.flush()


def test_one_side_alone_is_not_asked(sitting, judge):
    assert absent(judge.post(f"{sitting.court_at}/question", json=ASKED))
    fine(sitting.zhang.post(f"{sitting.court_at}/presence"))
    fine(judge.post(f"{sitting.court_at}/presence"))
    assert absent(judge.post(f"{sitting.court_at}/question", json=ASKED))
    fine(sitting.li.post(f"{sitting.court_at}/presence"))
    fine(judge.post(f"{sitting.court_at}/question", json=ASKED))


def test_having_come_to_another_session_is_not_having_come(sitting, judge):
    at = sitting.court_at
    ask_all(sitting, judge)
    forget_side_b()
    assert absent(judge.post(f"{at}/record"))
    come_in(sitting)
    record = fine(judge.post(f"{at}/record"))
    read = {"record_hash": record["record_hash"]}
    forget_side_b()
    assert absent(sitting.zhang.post(f"{at}/confirm-record", json=read))
    come_in(sitting)
    for speaker in (sitting.zhang, sitting.li):
        fine(speaker.post(f"{at}/confirm-record", json=read))
    forget_side_b()
    assert absent(judge.post(f"{at}/rule", json=RULING))
    come_in(sitting)
    assert fine(judge.post(f"{at}/rule", json=RULING))["state"] == "confirmed"
    free = fine(judge.get("/api/v1/confirmations/slots?now=true"), 200)["items"][0]
    assert (free["rooms"], free["judges"]) == (1, 1)


def test_a_session_moved_earlier_ends_the_pause_until_the_later_one(sitting):
    later = {"starts_at": ahead().isoformat()}
    fine(sitting.mediator.post(f"{sitting.court_at}/book", json=later))
    said = fine(sitting.mediator.post(f"{sitting.court_at}/book", json={}))
    assert said["promise"]["paused"] is False
