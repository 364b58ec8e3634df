"""Dispatch, hints, suggestions, scores, rates: each verdict with its reasons."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deadline_clocks.test_working_time import at
from weijiayuan.events import errors
from weijiayuan.events.department_orders.rules import scoring, state_transitions
from weijiayuan.events.rules import (
    category_suggestion,
    dispatch_rules,
    duplicate_hints,
    reference_data,
    verification_sampling,
)
from weijiayuan.events.rules.confidence_interval import wilson
from weijiayuan.events.rules.vocabulary import Level, Mode
from weijiayuan.events.statistics.rules import rate_definitions as figures
from weijiayuan.kernel.ids import new_id

NOW = at("2026-11-23 10:00")


def matter(code, **given):
    kind = reference_data.categories()[code]
    usual = {"category": code, "level": kind.level, "mode": kind.mode, "unit_kind": kind.unit_kind}
    return dispatch_rules.Matter(**usual | given)


@pytest.mark.parametrize(
    ("code", "given", "to", "rule"),
    [
        ("10002", {}, "emergency", "emergency"),
        ("09012", {"off_hours": True}, "fire", "fire-lane-off-hours"),
        ("09012", {}, "grid", "settle-on-the-spot"),
        ("06010", {}, "grid", "settle-on-the-spot"),
        ("06010", {"reopened": True, "level": Level.ORDINARY}, "sanitation", "own-kind"),
        ("10082", {}, "community", "neighbours"),
        ("10082", {"reopened": True}, "community", "neighbours"),
        ("01003", {"mark": "燃气"}, "gas", "gas-cover"),
        ("01003", {"mark": "电"}, "power", "power-cover"),
        ("01003", {"mark": "雨", "text": "旁边是燃气站"}, "water", "own-kind"),
        ("01003", {"mark": "看不清", "text": "写着煤气两个字"}, "gas", "gas-cover"),
        ("01003", {"text": "电力井盖翘起来了"}, "power", "power-cover"),
        ("01003", {"text": "人行道上的井盖没了"}, "water", "own-kind"),
        ("06013", {}, "transport", "own-kind"),
    ],
)
def test_the_first_rule_that_holds_decides(code, given, to, rule):
    decision = dispatch_rules.decide(matter(code, **given))

    assert (decision.to, decision.rule) == (to, rule)
    assert decision.because
    assert decision.version == dispatch_rules.shipped()[0]


LOOK_AT_A_SITE = "06090"
"""Made by the directory, and chosen by people; no text suggests it."""


def test_a_decision_tells_why_earlier_rules_did_not_hold():
    tried = dispatch_rules.decide(matter("06013")).tried

    assert {each.rule: each.failed for each in tried} == {
        "emergency": ("级别",),
        "fire-lane-off-hours": ("类别", "时段"),
        "settle-on-the-spot": ("处置方式",),
        "neighbours": ("类别",),
        "gas-cover": ("类别", "标识"),
        "power-cover": ("类别", "标识"),
    }


def test_rules_without_an_end_are_refused():
    rule = dispatch_rules.Rule(id="x", name="x", to="grid", because="x", levels=frozenset({1}))
    with pytest.raises(LookupError):
        dispatch_rules.decide(matter("06013"), (rule,))


@pytest.mark.parametrize("code", reference_data.categories())
@pytest.mark.parametrize("off_hours", [True, False])
@pytest.mark.parametrize("reopened", [True, False])
def test_every_category_finds_somebody(code, off_hours, reopened):
    assert dispatch_rules.decide(matter(code, off_hours=off_hours, reopened=reopened)).to


def unit(code, kind, place, *owns):
    return dispatch_rules.UnitFacts(code=code, kind=kind, place=place, owns=frozenset(owns))


def test_the_nearest_unit_that_owns_the_category_gets_it():
    units = (
        unit("d-water", "water", "440311"),
        unit("s-water", "water", "440311001", "01003"),
        unit("other", "water", "440311002", "01003"),
    )

    def find(category):
        return dispatch_rules.nearest_unit(
            units, kind="water", grid="440311001001003", category=category
        )

    assert find("01003").code == "s-water"
    assert find("06013").code == "d-water"
    assert (
        dispatch_rules.nearest_unit(units, kind="gas", grid="440311001001003", category="01003")
        is None
    )


def report(lng, lat, text, **given):
    usual = {"id": new_id(), "category": "06010", "reported_at": NOW}
    return duplicate_hints.Candidate(lng=lng, lat=lat, text=text, **usual | given)


def test_what_was_reported_here_before_is_hinted_with_reasons():
    new = report(113.93, 22.75, "小区门口有一堆垃圾没人清")
    same = report(113.9305, 22.7503, "小区门口有一堆垃圾好几天没人清")
    far = report(113.94, 22.75, same.text)
    old = report(113.93, 22.75, same.text, reported_at=NOW - timedelta(days=15))
    other = report(113.93, 22.75, "路灯不亮", category="01037")

    found = duplicate_hints.hints(new, [same, far, old, other, new], metres=200, days=14)

    assert [hint.id for hint in found] == [same.id]
    assert found[0].because == ("相距61米", "同一类别", "文字相似度89%")


@given(
    lng=st.floats(113.8, 114.1), lat=st.floats(22.6, 22.9),
    east=st.floats(-0.003, 0.003), north=st.floats(-0.003, 0.003),
)  # fmt: skip
def test_no_place_within_reach_is_outside_the_cells_looked_at(lng, lat, east, north):
    metres = duplicate_hints.metres_between(lng, lat, lng + east, lat + north)
    if metres <= 200:
        assert duplicate_hints.cell(lng + east, lat + north) in duplicate_hints.cells_around(
            lng, lat, 200
        )


def test_the_suggestion_is_measured_on_texts_it_has_not_seen():
    accuracy = category_suggestion.measure()

    assert accuracy.examples >= 450
    assert accuracy.first >= 0.80
    assert accuracy.among_three >= 0.93
    assert accuracy.right_when_sure >= 0.98
    assert accuracy.sure >= 0.05


def test_what_fits_no_category_is_never_sure_and_staff_teach_what_it_is():
    text = "咪表又吞了我的硬币，缴费机没反应"
    before = category_suggestion.shipped().suggest(text)
    taught = category_suggestion.Classifier(
        [*category_suggestion.examples(), *[("09010", "咪表吞硬币，缴费机坏了")] * 3]
    )

    assert not any(each.is_sure for each in before)
    assert before[0].category != "09010"
    assert taught.suggest(text)[0].category == "09010"


def test_a_suggestion_names_the_words_that_speak_for_it():
    best = category_suggestion.shipped().suggest("我家门口的路灯不亮了，三天没人修")[0]

    assert (best.category, best.is_sure) == ("01037", True)
    assert set(best.because) == {"路灯", "灯不亮"}
    assert category_suggestion.shipped().suggest("???") == []


@given(st.text(max_size=300))
def test_any_text_gets_ordered_probabilities(text):
    found = [each.confidence for each in category_suggestion.shipped().suggest(text)]

    assert found == sorted(found, reverse=True)
    assert all(0 <= each <= 1 for each in found)


def judged(judge, cooperation=8, result=30):
    return scoring.Judgement(judge=judge, cooperation=cooperation, result=result)


def course(**given):
    usual = {
        "signed_in_time": True, "reported_in_in_time": True, "overdue_rungs": 0, "stars": 5,
        "judgements": (judged("community", 10, 40), judged("office", 10, 40)),
    }  # fmt: skip
    return scoring.Course(**usual | given)


@pytest.mark.parametrize(
    ("given", "total", "final", "why"),
    [
        ({}, 100.0, True, "everything in time and praised"),
        ({"reported_in_in_time": False, "overdue_rungs": 1}, 70.0, True, "late at the place"),
        ({"stars": None}, 100.0, True, "residents silent: scaled, not punished"),
        ({"judgements": (judged("community", 5, 20), judged("office", 10, 40))}, 85.0, True, "60 % community, 40 % office"),
        ({"judgements": (judged("community", 10, 40),)}, 100.0, False, "half heard, not final"),
        ({"overdue_rungs": 12}, 0.0, True, "never below zero"),
    ],
)  # fmt: skip
def test_scores(given, total, final, why):
    result = scoring.score(course(**given), scoring.shipped())

    assert (result.total, result.is_final) == (total, final), why
    assert all(line.because for line in result.lines)


def test_points_outside_their_range_are_refused():
    with pytest.raises(errors.ScoreOutOfRange):
        scoring.check(judged("office", cooperation=11), scoring.shipped())
    with pytest.raises(errors.ScoreOutOfRange):
        scoring.check(judged("office", result=-1), scoring.shipped())


def test_points_and_judges_add_up_to_a_hundred():
    weights = scoring.shipped()

    assert sum(weights.points.values()) == 100
    assert sum(weights.judges.values()) == 100


def test_one_good_case_is_not_a_hundred_percent():
    assert wilson(1, 1).low < 0.21
    assert wilson(0, 0).share is None
    assert wilson(99, 100).low > 0.94
    with pytest.raises(ValueError):
        wilson(2, 1)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_narrows_with_n(hits, misses):
    rate, bigger = wilson(hits, hits + misses), wilson(hits * 4, (hits + misses) * 4)

    assert 0 <= rate.low <= (rate.share or 0) <= rate.high <= 1
    assert bigger.high - bigger.low <= rate.high - rate.low + 1e-12


def test_figures_count_open_overdue_matters_against_on_time():
    found = figures.compute(
        figures.Counts(closed=10, closed_in_time=9, open_overdue=5, closed_grass_roots=10, hours=(4.0, 6.0, 8.0))
    )  # fmt: skip

    assert found["on_time"].value == 0.6
    assert found["grass_roots"].value == 1.0
    assert found["time_saved"].value == 0.7
    assert found["returned"].value is None
    assert set(found) == {each.id for each in figures.shipped()[1]}


ORDER_ALLOWED = {
    "draft": {"countersign", "cancel"},
    "issued": {"sign", "cancel"},
    "signed": {"contest", "report-in", "cancel"},
    "contested": {"uphold", "release", "cancel"},
    "released": set(),
    "reported_in": {"done", "cancel"},
    "done": {"accept", "return"},
    "accepted": {"score"},
    "scored": {"score", "appeal", "decide"},
    "cancelled": set(),
}


@pytest.mark.parametrize("state", state_transitions.PartState)
@pytest.mark.parametrize("action", state_transitions.OrderAction)
def test_an_order_moves_by_its_table(state, action):
    if action in ORDER_ALLOWED[state]:
        assert state_transitions.find(action, state).action is action
        return
    with pytest.raises(errors.IllegalMove) as refused:
        state_transitions.find(action, state)
    assert refused.value.facts["allowed"] == sorted(ORDER_ALLOWED[state])


def test_the_sample_is_drawn_at_its_rate_and_does_not_change():
    ids = [new_id() for _ in range(5000)]
    drawn = [verification_sampling.is_sampled(each, 10) for each in ids]

    assert 0.08 < sum(drawn) / len(drawn) < 0.12
    assert drawn == [verification_sampling.is_sampled(each, 10) for each in ids]
    assert not any(verification_sampling.is_sampled(each, 0) for each in ids)


def test_categories_have_unique_codes_and_lawful_shapes():
    known = reference_data.categories()
    codes = [code for each in known.values() for code in (each.code, *each.also)]

    assert len(known) == 27
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 5 and code.isdigit() for code in codes)
    assert all(each.local == (int(each.code[2:]) >= 80) for each in known.values())
    assert all(each.mode is Mode.APART for each in known.values() if each.level is Level.URGENT)
    assert {code for code, _ in category_suggestion.examples()} == {
        *known.keys() - {LOOK_AT_A_SITE},
        category_suggestion.NONE,
    }
