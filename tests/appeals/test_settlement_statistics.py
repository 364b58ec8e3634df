"""Settled in the community is counted by the formula, and no sum gives a hidden number back."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from tests.appeals.conftest import fine
from tests.appeals.test_appeals import ASKED
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import Appeal
from weijiayuan.appeals.rules.settlement_statistics import Ended, is_settled_in_community, lines
from weijiayuan.appeals.rules.states import AppealState
from weijiayuan.db import db

BEGAN = datetime(2026, 11, 2, 2, tzinfo=UTC)
GOOD = {"state": AppealState.SETTLED, "both_said": True, "settled_at": BEGAN + timedelta(days=3)}


def ended(**given):
    usual = {"community": "440311001002", "received_at": BEGAN, "state": AppealState.IN_HAND}
    return Ended(**usual | given)


@pytest.mark.parametrize(
    ("given", "is_settled"),
    [
        (GOOD, True),
        (GOOD | {"both_said": False}, False),
        (GOOD | {"level": 1}, False),
        (GOOD | {"reopened": True}, False),
        (GOOD | {"state": AppealState.CLOSED}, False),
        ({}, False),
    ],
)
def test_only_both_sides_own_word_in_the_community_that_lasts_counts(given, is_settled):
    assert is_settled_in_community(ended(**given)) is is_settled


def test_what_was_withdrawn_unheard_is_in_no_whole():
    withdrawn = [ended(state=AppealState.WITHDRAWN, heard=False)] * 9
    heard = [ended(state=AppealState.WITHDRAWN)] * 6
    told = lines([*withdrawn, *heard, *([ended(**GOOD)] * 7)], {})
    assert "settlement,all,13" in told
    assert "settlement,settled_in_community,7" in told
    assert "settlement,median_days,3" in told


def table(told):
    return {tuple(line.split(",")[:2]): line.split(",")[2] for line in told}


def counted(known):
    """Count by brute force, with nothing hidden."""
    found = {}
    for one in known:
        part = "settled_in_community" if is_settled_in_community(one) else "other"
        for row in ("settlement", one.community):
            for cell in (part, "all"):
                found[row, cell] = found.get((row, cell), 0) + 1
    return found


@pytest.mark.parametrize("seed", range(40))
def test_shown_cells_are_right_and_hidden_ones_cannot_be_worked_out(seed):
    dice = random.Random(seed)
    known = [
        ended(community=place, **(GOOD if dice.random() < share else {}))
        for place, share, many in (
            ("a", dice.random(), dice.randrange(14)),
            ("b", dice.random(), dice.randrange(14)),
            ("c", dice.random(), dice.randrange(14)),
        )
        for _ in range(many)
    ]
    told, truth = table(lines(known, {})), counted(known)
    for (row, cell), shown in told.items():
        if shown and cell != "median_days" and (row, cell) in truth:
            assert int(shown) == truth[row, cell]
            assert truth[row, cell] == 0 or truth[row, cell] >= 5
    for row in ("settlement", "a", "b", "c"):
        parts = [told.get((row, part), "") for part in ("settled_in_community", "other")]
        if told.get((row, "all")):
            assert parts.count("") != 1
    for part in ("settled_in_community", "other"):
        places = [told[row, part] for row in "abc" if (row, part) in told]
        if places and told["settlement", part]:
            assert places.count("") != 1


def test_it_is_recomputed_from_the_appeals_and_for_who_counts(as_resident, as_desk, duty):
    supervisor = as_desk(Role.SUPERVISOR)
    for _ in range(6):
        asker = as_resident()
        at = f"/api/v1/appeals/{fine(asker.post('/api/v1/appeals', json=ASKED))['number']}"
        for move, body in (("triage", {"track": "information"}), ("take", {})):
            fine(duty.post(f"{at}/{move}", json=body))
        fine(duty.post(f"{at}/settle", json={"outcome": "已修好"}))
        fine(asker.post(f"{at}/settled", json={"settled": True}))
    address = "/api/v1/appeals/settlements.csv"
    before = supervisor.get(address).get_data(as_text=True)
    assert "settlement,settled_in_community,0" in before  # an officer's word and one side's
    for row in db.session.scalars(db.select(Appeal)):
        row.other_said_at = row.asker_said_at
    db.session.flush()
    after = supervisor.get(address).get_data(as_text=True)
    assert "settlement,settled_in_community,6" in after
    assert "# formula 2026-11-2" in after
    for speaker, status in ((as_resident(), 403), (as_desk(Role.JUDGE), 403)):
        assert speaker.get(address).status_code == status


def test_every_combination_of_flags_is_counted_once():
    flags = product((True, False), repeat=3)
    known = [
        ended(both_said=a, reopened=b, heard=c, state=state, settled_at=BEGAN)
        for a, b, c in flags
        for state in AppealState
    ]
    told = table(lines(known, {}))
    whole = sum(not (one.state is AppealState.WITHDRAWN and not one.heard) for one in known)
    assert int(told["settlement", "all"]) == whole
