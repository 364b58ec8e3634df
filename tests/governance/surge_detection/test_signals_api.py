"""A ledger with a past, a planted outbreak, and what the people who watch make of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories.events import STREET
from tests.factories.places import make_district
from tests.factories.sensing import make_device
from tests.factories.signals import at, drawn, plant
from tools import recompute_signal
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.events.models import Event
from weijiayuan.governance.surge_detection import (
    daily_counts,
    queries,
    service,
    threshold_calibration,
)
from weijiayuan.governance.surge_detection.models import Signal, SignalCalibration, SignalLook
from weijiayuan.governance.surge_detection.rules import calibration
from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.places import queries as places
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.service import ingest

URL = "/api/v1/governance"
FIRE = families().by_code["fire"]
TODAY = date(2026, 11, 29)
FIRST = TODAY - timedelta(days=70)
PRESSING = ("note", "follow", "press")
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
        draw_once(FIRE)
        yield hand


LINES = {}


def draw_once(family):
    """Draw a family's lines for today, or keep those that another test drew of the same history."""
    if family.code not in LINES:
        assert threshold_calibration.calibrate(family, now=now())
        drawn_line = queries.calibration_on(family.code, TODAY)
        columns = SignalCalibration.__table__.columns
        LINES[family.code] = {each.name: getattr(drawn_line, each.name) for each in columns}
    with transaction():
        insert_new(SignalCalibration, [LINES[family.code]])


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
        seen = service.observe([FIRE], queries.last_look("fire"))
    with transaction():
        assert [service.record(each, now=now()) for each in seen] == [0]


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


def test_quarrels_are_shown_to_secretaries_and_mediators_by_community_and_without_examples(
    database, monkeypatch, as_role
):
    monkeypatch.setattr(calibration, "DAYS", 400)
    monkeypatch.setattr(calibration, "PROOF_DAYS", 200)
    make_district()
    counts = drawn(70, a_day=30, seed=4)
    counts[-3:, 0] += 8
    plant(counts, first=FIRST, category_code="10082")
    with time_machine.travel(at(TODAY) + timedelta(minutes=5), tick=False):
        draw_once(families().by_code["disputes"])
        assert raised()

        for role in (Role.SUPERVISOR, Role.AUDITOR, Role.DISPATCHER):
            assert as_role(role).get(f"{URL}/signals").json["items"] == []
        mediator = as_role(Role.MEDIATOR, territory=STREET)
        found = [
            speaker.get(f"{URL}/signals").json["items"][0]
            for speaker in (as_role(Role.SECRETARY), mediator)
        ]
        methods = mediator.get(f"{URL}/signals/methods").json["items"]
        tried = {"family": "disputes", "from": "2026-11-20", "to": "2026-11-28"}
        raised_then = mediator.post(f"{URL}/backtests", json=tried).json["items"]
        refused = [
            mediator.get(f"{URL}/signals/{found[0]['id']}/counts"),
            mediator.post(f"{URL}/backtests", json=tried | {"family": "fire"}),
            mediator.get(f"{URL}/firsts?from=2026-11-20&to=2026-11-28"),
        ]
    for shown in found:
        hidden = ("expected", "ratio", "statistic", "threshold", "recurrence_days")
        assert [shown[name] for name in hidden] == [None] * 5
        assert (shown["grids"], shown["examples"], shown["sources"]) == ([], [], {})
        assert shown["observed"] % 5 == 0
        assert "网格" not in shown["text"]
        assert shown["allowed"] == ["ack", "act"]
    assert [each["family"] for each in methods] == ["disputes"]
    assert raised_then
    assert all(each["grids"] == [] and each["observed"] % 5 == 0 for each in raised_then)
    assert [answer.status_code for answer in refused] == [404, 404, 403]


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

    coloured = {each["code"] for each in today["items"] if each["band"] in PRESSING}
    assert coloured & set(grids()[OUTBREAK])
    assert {each["band"] for each in today["items"]} >= {"calm"}
    assert "消防隐患" not in today["unmeasured"]
    assert {each["band"] for each in past_day["items"]} == {"unknown"}
    assert "消防隐患" in past_day["unmeasured"]


def test_where_no_line_was_held_or_a_device_is_silent_the_map_does_not_say_calm(past, as_role):
    raised()
    watcher = as_role(Role.SUPERVISOR)
    device, _ = make_device()
    with transaction():
        db.session.get(Device, device.id).created_at = now() - timedelta(days=1)
    buildings = watcher.get(f"{URL}/signal-map?family=buildings").json
    band_of = {each["code"]: each for each in watcher.get(f"{URL}/signal-map").json["items"]}
    load = {each["code"]: each for each in watcher.get(f"{URL}/risk-map").json["items"]}
    screen = watcher.get(f"{URL}/overview").json

    assert {each["band"] for each in buildings["items"]} == {"unknown"}
    here = device.grid_code
    assert (band_of[here]["band"], band_of[here]["silent"]) == ("unknown", 1)
    assert (load[here]["band"], load[here]["silent"]) == ("unknown", 1)
    assert screen["devices"] == {"total": 1, "heard": 0, "alarms": 0}


def test_danger_to_one_person_is_counted_in_no_family(past):
    known = daily_counts.layout()
    before = daily_counts.counted(FIRE, known, first=FIRST, until=now()).all.sum()
    with transaction():
        some = db.session.scalars(select(Event.id).limit(7)).all()
        db.session.connection().execute(
            Event.__table__.update().where(Event.id.in_(some)).values(danger="domestic")
        )

    assert daily_counts.counted(FIRE, known, first=FIRST, until=now()).all.sum() == before - 7


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
    device, _ = make_device()
    begin = now() - timedelta(minutes=9)
    with transaction():
        rows = [
            ingest.Reading(device.datastream_id, begin + timedelta(minutes=nth), value)
            for nth, value in enumerate([5.0, 16.0, 17.0, 18.0])
        ]
        ingest.take_in(device, rows, now=now())
    past.shift(timedelta(minutes=12))
    alarm = db.session.scalars(select(Alarm)).one()
    as_role(Role.DISPATCHER).post(f"/api/v1/alarms/{alarm.id}/confirm", json={})
    query = f"from={TODAY - timedelta(days=30)}&to={TODAY}"
    found = {each["id"]: each for each in watcher.get(f"{URL}/firsts?{query}").json["items"]}
    assert (found["discovery"]["n"], found["discovery"]["median_minutes"]) == (1, 6.0)
    assert (found["report"]["n"], found["report"]["median_minutes"]) == (1, 12.0)
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
