"""A ledger with a past, a planted outbreak, and what the people who watch make of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.events import STREET
from tests.factories.places import make_district
from tests.factories.signals import at, drawn, plant
from tools import recompute_signal
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, reading, transaction
from weijiayuan.events.models import Event
from weijiayuan.governance.signals import daily_counts, queries, service, threshold_calibration
from weijiayuan.governance.signals.models import Signal, SignalLook
from weijiayuan.governance.signals.rules import calibration
from weijiayuan.governance.signals.rules.category_families import families
from weijiayuan.places import queries as places

URL = "/api/v1/governance"
FIRE = families().by_code["fire"]
TODAY = date(2026, 11, 29)
FIRST = TODAY - timedelta(days=70)
OUTBREAK = slice(3, 6)  # three grids next to each other in the order of codes


@pytest.fixture
def past(database, monkeypatch):
    """Seventy days of fire hazards, an outbreak in the last three, and lines drawn before it."""
    monkeypatch.setattr(calibration, "DAYS", 400)
    monkeypatch.setattr(calibration, "PROOF_DAYS", 200)
    make_district()
    counts = drawn(70, a_day=25, seed=3)
    counts[-3:, OUTBREAK] += 6
    plant(counts, first=FIRST)
    with time_machine.travel(at(TODAY, 0) + timedelta(minutes=5), tick=False) as hand:
        assert threshold_calibration.calibrate(FIRE, now=datetime.now(UTC))
        yield hand


def now():
    return datetime.now(UTC)


def raised():
    service.look_everywhere(now())
    return db.session.scalars(select(Signal).order_by(Signal.raised_at, Signal.rank)).all()


def grids():
    return [grid.code for grid in places.finder().grids]


def test_an_outbreak_turns_up_with_the_numbers_of_the_ledger(past, as_role):
    watcher = as_role(Role.SUPERVISOR)
    assert raised()

    item = watcher.get(f"{URL}/signals?state=running").json["items"][0]
    shown = watcher.get(f"{URL}/signals/{item['id']}").json

    assert set(grids()[OUTBREAK]) & set(shown["grids"])
    since = at(date.fromisoformat(shown["from"]))
    until = datetime.fromisoformat(shown["counted_at"])
    with reading():
        counted = db.session.scalar(
            select(func.count())
            .select_from(Event)
            .where(
                Event.grid_code.in_(shown["grids"]),
                Event.reported_at >= since,
                Event.reported_at < until,
            )
        )
    assert shown["observed"] == counted == sum(shown["sources"].values())
    assert shown["observed"] > 2 * shown["expected"]
    assert f"{counted}起" in shown["text"]
    assert len(shown["examples"]) == 5
    assert "预测" not in shown["text"]


def test_looking_again_raises_nothing_twice(past):
    first = len(raised())
    assert first
    looks = db.session.scalar(select(func.count()).select_from(SignalLook))

    assert len(raised()) == first
    assert db.session.scalar(select(func.count()).select_from(SignalLook)) == looks
    with reading():
        seen = service.observe(FIRE, queries.last_look("fire"))
    with transaction():
        assert service.record(seen, now=now()) == 0


def test_a_signal_is_seen_acted_upon_over_and_judged(past, as_role):
    watcher = as_role(Role.SUPERVISOR)
    signal_id = raised()[0].id
    page = f"{URL}/signals/{signal_id}"

    assert watcher.post(f"{page}/ack").json["state"] == "seen"
    refused = watcher.post(f"{page}/act", json={"deed": "nothing"})
    assert (refused.status_code, refused.json["code"]) == (409, "governance.signal_reason_missing")
    assert (
        watcher.post(f"{page}/act", json={"deed": "visit", "reason": "今晚去看"}).json["state"]
        == "acting"
    )
    early = watcher.post(f"{page}/judge", json={"verdict": "real"})
    assert early.status_code == 409

    past.shift(timedelta(days=4))
    with transaction():
        assert service.end_quiet(now()) >= 1
    judged = watcher.post(f"{page}/judge", json={"verdict": "real", "finding": "充电集中"})
    assert judged.json["state"] == "judged"
    methods = watcher.get(f"{URL}/signals/methods").json
    assert (methods["judged"], methods["good"]) == (1, 1)


def test_what_nobody_saw_in_time_is_passed_on_once(past):
    raised()
    with transaction():
        assert service.pass_on_unseen(now()) == 0
    past.shift(timedelta(hours=3))
    with transaction():
        late = service.pass_on_unseen(now())
    with transaction():
        again = service.pass_on_unseen(now())

    assert late >= 1
    assert again == 0


def test_a_signal_is_for_who_watches_its_place(past, as_role, as_resident):
    raised()
    elsewhere = Territory(TerritoryKind.STREET, grids()[-1][:9])
    here = as_role(Role.DISPATCHER, territory=STREET)

    assert here.get(f"{URL}/signals").json["items"]
    assert as_role(Role.DISPATCHER, territory=elsewhere).get(f"{URL}/signals").json["items"] == []
    signal_id = here.get(f"{URL}/signals").json["items"][0]["id"]
    stranger = as_role(Role.SECRETARY, territory=elsewhere)
    assert stranger.post(f"{URL}/signals/{signal_id}/ack").status_code == 404
    assert as_resident().get(f"{URL}/signals").status_code == 403
    auditor = as_role(Role.AUDITOR)
    assert auditor.get(f"{URL}/signals/{signal_id}").status_code == 200
    assert auditor.post(f"{URL}/signals/{signal_id}/ack").status_code == 403


def test_quarrels_are_shown_to_secretaries_alone_by_community_and_without_examples(
    database, monkeypatch, as_role
):
    monkeypatch.setattr(calibration, "DAYS", 400)
    monkeypatch.setattr(calibration, "PROOF_DAYS", 200)
    make_district()
    counts = drawn(70, a_day=30, seed=4)
    counts[-3:, 0] += 8
    plant(counts, first=FIRST, category_code="10082")
    with time_machine.travel(at(TODAY) + timedelta(minutes=5), tick=False):
        threshold_calibration.calibrate(families().by_code["disputes"], now=now())
        assert raised()

        assert as_role(Role.SUPERVISOR).get(f"{URL}/signals").json["items"] == []
        shown = as_role(Role.SECRETARY).get(f"{URL}/signals").json["items"][0]
    assert (shown["grids"], shown["examples"], shown["sources"]) == ([], [], {})
    assert "网格" not in shown["text"]


def test_a_young_ledger_has_no_line_and_says_so(database, as_role):
    make_district()
    plant(drawn(20, a_day=25, seed=3), first=TODAY - timedelta(days=20))
    with time_machine.travel(at(TODAY, 9), tick=False):
        assert raised() == []
        watcher = as_role(Role.SUPERVISOR)
        refused = watcher.post(
            f"{URL}/backtests", json={"family": "fire", "from": "2026-11-20", "to": "2026-11-25"}
        )
        notes = {each["note"] for each in watcher.get(f"{URL}/signals/methods").json["items"]}

    assert (refused.status_code, refused.json["code"]) == (409, "governance.history_too_short")
    assert any("不满63天" in note for note in notes)


def test_the_past_is_tried_again_with_the_line_of_today(past, as_role):
    watcher = as_role(Role.SUPERVISOR)
    asked = {
        "family": "fire",
        "from": str(TODAY - timedelta(days=5)),
        "to": str(TODAY - timedelta(days=1)),
    }
    found = watcher.post(f"{URL}/backtests", json=asked).json

    assert any(set(grids()[OUTBREAK]) & set(each["grids"]) for each in found["items"])
    too_long = watcher.post(f"{URL}/backtests", json=asked | {"from": "2026-01-01"})
    assert too_long.status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_beyond_all_calendars_are_refused_in_words(database, as_role, day):
    watcher = as_role(Role.SUPERVISOR)
    answers = [
        watcher.get(f"{URL}/signal-map?on={day}"),
        watcher.get(f"{URL}/firsts?from={day}&to={day}"),
        watcher.get(f"{URL}/firsts.csv?from={day}&to={day}"),
        watcher.post("/api/v1/sensing/replays", json={"kind": "gas", "from": day, "to": day}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4


def test_matters_of_older_grids_are_counted_where_they_lie_now(past):
    known = daily_counts.layout()
    before = daily_counts.counted(FIRE, known, first=FIRST, until=now()).all
    with transaction():
        some = db.session.scalars(select(Event.id).where(Event.grid_code == grids()[0])).all()
        db.session.connection().execute(
            Event.__table__.update()
            .where(Event.id.in_(some))
            .values(grid_id=some[0], grid_code="440311009001001")
        )

    assert (daily_counts.counted(FIRE, known, first=FIRST, until=now()).all == before).all()


def test_merged_and_rejected_matters_are_not_counted_twice(past):
    known = daily_counts.layout()
    with transaction():
        db.session.connection().execute(Event.__table__.update().values(state="merged"))

    assert daily_counts.counted(FIRE, known, first=FIRST, until=now()).all.sum() == 0


def test_the_map_of_a_day_colours_the_grids_of_its_signals(past, as_role):
    raised()
    watcher = as_role(Role.SUPERVISOR)
    today = watcher.get(f"{URL}/signal-map").json
    past_day = watcher.get(f"{URL}/signal-map?on=2026-10-20").json

    coloured = {each["code"] for each in today["items"] if each["band"] != "calm"}
    assert coloured & set(grids()[OUTBREAK])
    assert {each["band"] for each in past_day["items"]} == {"calm"}


def test_six_first_moments_are_numbers_or_say_that_nothing_is_known(past, as_role):
    watcher = as_role(Role.SUPERVISOR)
    query = f"from={TODAY - timedelta(days=30)}&to={TODAY}"
    found = {each["id"]: each for each in watcher.get(f"{URL}/firsts?{query}").json["items"]}

    assert list(found) == [
        "discovery",
        "report",
        "dispatch",
        "resolution",
        "feedback",
        "assessment",
    ]
    assert found["discovery"]["n"] == 0
    assert found["discovery"]["median_minutes"] is None
    sheet = watcher.get(f"{URL}/firsts.csv?{query}")
    assert sheet.text.count("\n") == 7


def test_anybody_can_compute_a_signal_again_from_its_published_counts(
    past, as_role, tmp_path, capsys
):
    watcher = as_role(Role.SUPERVISOR)
    signal = next(each for each in raised() if each.rank == 0 and each.kind == "cluster")
    published = watcher.get(f"{URL}/signals/{signal.id}/counts")
    file = tmp_path / "counts.json"
    file.write_text(published.text)

    assert recompute_signal.main(file) == 0
    assert "equal to what was published" in capsys.readouterr().out
    file.write_text(json.dumps(published.json | {"observed": signal.observed + 1}))
    assert recompute_signal.main(file) == 1
