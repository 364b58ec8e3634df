"""The floor under every rulebook: a thin text is refused, and would approve nothing below it."""

from datetime import date
from uuid import UUID

import pytest

from tests.approvals.applications import application
from tests.districts import GUANGMING
from weijiayuan.approvals.errors import OwnApplication, RulebookRejected, SecondPersonNeeded
from weijiayuan.approvals.rulebook_in_force import decider_of, ground_of, shipped, shipped_files
from weijiayuan.approvals.rules import automatic_approval_limits
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.approvals.service.rulebook_checks import checked, loosened, unguarded
from weijiayuan.approvals.service.separation_of_duties import Officer

TODAY = date(2026, 11, 28)
KINDS = ("individual", "company")
PROBES = [
    (kind, why, facts) for kind in KINDS for why, facts in automatic_approval_limits.probes(kind)
]


@pytest.fixture(autouse=True)
def inside(app):
    """Worked names are read with the words of a district."""
    with app.app_context():
        yield


def thin(policy, *conditions):
    """The rulebook that ships without some conditions of a policy, or what tries them."""
    files = shipped_files()
    for name in (f"policies/{policy}.yaml", f"cases/{policy}.yaml"):
        lines = files[name].splitlines(keepends=True)
        kept = [line for line in lines if not any(each in line for each in conditions)]
        files[name] = "".join(kept)
    return files


def decided(files, kind="individual", **given):
    case = application({"case": "", "kind": kind, "set": given})
    look = Lookups(**case["lookups"])
    ground = ground_of(GUANGMING)
    return decider_of(files).decide(kind, case["answers"], look, by=ground, on=TODAY)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_what_nothing_stands_against_breaks_no_floor(kind):
    assert (
        list(
            automatic_approval_limits.broken_floors(
                kind, automatic_approval_limits.SOUND[kind], TODAY
            )
        )
        == []
    )


def test_one_thing_wrong_or_unknown_is_below_the_floor():
    for kind, why, facts in PROBES:
        below = {each.why for each in automatic_approval_limits.broken_floors(kind, facts, TODAY)}
        assert why in below, (kind, facts)


def test_the_rulebook_that_ships_lets_nothing_below_the_floor_through():
    assert list(unguarded(shipped(), TODAY)) == []
    assert checked(shipped_files(), on=TODAY).lint == []


@pytest.mark.parametrize(
    ("policy", "dropped", "broken"),
    [
        ("place", ("a3_use",), {"address_use": "dwelling"}),
        (
            "place",
            ("a1_here", "a1_agree"),
            {"place": {"lng": 113.88, "lat": 22.55, "datum": "gcj02"}},
        ),
        ("person", ("p4_clear",), {}),
        ("person", ("p1_minor", "p1_child", "p1_old"), {"id_number": "@2009-03-01"}),
        ("name", ("n6_clean", "n6_doubt"), {"name": "深圳市光明区美国面馆"}),
    ],
)
def test_a_text_that_drops_a_rule_is_refused_and_would_still_approve_nothing(
    policy, dropped, broken
):
    files = thin(policy, *dropped)

    assert any(each.startswith("底线") for each in unguarded(decider_of(files), TODAY))
    assert loosened(decider_of(files), shipped(), files, shipped_files())
    with pytest.raises(RulebookRejected):
        checked(files, on=TODAY)
    if broken:
        said = decided(files, **broken)
        assert said.outcome == "human"
        assert {each.rule for each in said.undecided} == {"FLOOR"}
        assert all(each.article for each in said.undecided)


def test_nobody_decides_alone_or_in_a_matter_of_their_own():
    me = UUID(int=7)
    with pytest.raises(OwnApplication):
        Officer("staff:1", me, is_head=True).check_apart(me)
    for second in (Officer("staff:1", None, is_head=True), Officer("staff:2", None, is_head=False)):
        with pytest.raises(SecondPersonNeeded):
            second.check_second("staff:1")
    Officer("staff:2", None, is_head=True).check_second("staff:1")
