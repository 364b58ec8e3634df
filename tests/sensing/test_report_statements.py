"""A device joins only what a report states as there now, and takes nothing away from it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.events import make_event
from tests.factories.sensing import make_device
from tests.factories.sensing import measured as measure
from weijiayuan.db import db, transaction
from weijiayuan.deadline_clocks.working_time import due
from weijiayuan.events.models import Entry, Event
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.events.service import matter_clocks, urgency_raising
from weijiayuan.sensing.models import Alarm
from weijiayuan.sensing.rules import report_statements
from weijiayuan.sensing.rules.builtin_device_classes import shipped

SENTENCES = Path(__file__).parent / "reports_in_frames.tsv"
LEAST_RIGHT = 0.97


def rows():
    lines = SENTENCES.read_text().splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def is_told(kinds, said):
    return any(shipped().by_code[kind].is_told_by(None, said) for kind in kinds.split("+"))


def test_what_is_denied_supposed_past_or_of_something_else_is_told_from_what_is_there():
    wrong = [row for row in rows() if is_told(row[0], row[2]) is not (row[1] == "yes")]

    assert len(rows()) >= 300
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(rows()), wrong


def test_a_denial_after_the_word_and_a_word_that_is_only_shared_join_nothing():
    path = Path(__file__).parent / "reports_beside_alarms.tsv"
    lines = [line.split("\t") for line in path.read_text().splitlines() if line[0] != "#"]
    wrong = [line for line in lines if is_told(line[0], line[2]) is not (line[1] == "yes")]

    assert len(lines) == 60
    assert len(wrong) <= 8, wrong


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("隔壁工地打桩太吵，睡不着", True),
        ("施工声音很响，孩子没法午睡", True),
        ("半夜渣土车轰隆轰隆", True),
        ("楼下跳广场舞音响太吵", False),
        ("楼上装修电钻响了一天", False),
        ("上个月工地很吵", False),
        ("工地晚上会不会很吵", False),
        ("工地围挡倒了", False),
    ],
)
def test_only_what_is_told_of_building_joins_a_meter_of_noise(said, told):
    assert is_told("site_noise", said) is told
    assert shipped().by_code["site_noise"].is_told_by("06028", said) is told


def test_what_is_heard_of_asked_about_or_elsewhere_joins_nothing():
    path = Path(__file__).parent / "fresh_reports.tsv"
    lines = [line.split("\t") for line in path.read_text().splitlines() if line[0] != "#"]
    wrong = [line for line in lines if is_told(line[0], line[2]) is not (line[1] == "yes")]

    assert len(lines) == 26
    assert len(wrong) <= 1, wrong  # one joins by its danger alone


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("road_water", "积水倒是没有，就是坑太多", False),
        ("road_water", "地库入口外面那条路成了河", True),
        ("manhole_tilt", "消防箱盖子被人撬了", False),
        ("manhole_tilt", "有个井口敞着，旁边没人看着", True),
        ("smoke", "烟感报警器半夜乱响，根本没烟", False),
        ("lamp", "我家里灯泡坏了找谁修", False),
        ("leak_current", "手一碰路灯箱就被电了一下", True),
    ],
)
def test_what_is_said_of_the_thing_itself_decides(kind, said, told):
    assert is_told(kind, said) is told


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("烧菜味道飘进来，没闻到煤气味", True),
        ("煤气味好浓", False),
    ],
)
def test_danger_of_a_kind_joins_nothing_where_the_report_denies_it(said, denied):
    assert shipped().by_code["gas"].is_denied_by(said) is denied


@pytest.mark.parametrize(
    ("said", "words", "stands"),
    [
        ("要是着火了，消防车根本进不来", "着火", False),
        ("消防通道堵死了，要是着火怎么办", "堵死", True),
        ("消防通道堵死了要是着火怎么办", "堵死", True),
        ("这里没有着火，是做饭的蒸汽", "着火", False),
        ("没有路灯，路上积水很深", "积水", True),
        ("没人修，井盖松了", "松", True),
        ("去年这栋楼着过火", "着", False),
        ("去年就开始漏，现在还在漏", "漏", True),
        ("积水已经退了，谢谢师傅", "积水", False),
        ("请尽快把井盖修好，井盖松了", "松", True),
        ("上次修好了，现在又漏气", "漏气", True),
        ("有煤气味，师傅测过没有漏，没有煤气味", "煤气味", False),
        ("以为是积水，原来是洒水车", "积水", False),
        ("如果下雨会淹。现在路上已经淹了", "淹", True),
        ("會唔會漏煤氣", "漏", False),
    ],
)
def test_frames_reach_as_far_as_their_sentence(said, words, stands):
    assert report_statements.read(said).states([words]) is stands


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("smoke", 1, "这里没有着火，是做饭的蒸汽"),
        ("smoke", 1, "要是着火了消防车根本进不来，通道被堵着"),
        ("gas", 60, "万一燃气漏了怎么办，楼里没有报警器"),
        ("slope", 50, "护坡上有人种菜"),
    ],
)
def test_a_grave_alarm_beside_words_that_tell_of_no_such_thing_is_a_matter_of_its_own(
    now, kind, value, said
):
    tip = make_event(text=said)
    device, _ = make_device(kind)
    measure(device, [0, value, value, value, value])

    alarms = db.session.scalars(select(Alarm)).all()
    assert alarms
    assert tip.id not in {alarm.event_id for alarm in alarms}
    own = db.session.get(Event, alarms[0].event_id)
    assert own.source is Source.SENSOR
    assert own.category_code == shipped().by_code[kind].category


@pytest.mark.parametrize(
    ("kind", "value", "said", "call"),
    [("smoke", 1, "三楼窗口有火光，快来人", "119"), ("gas", 60, "有股好大阵煤气味", "119")],
)
def test_a_report_that_a_grave_alarm_joins_gets_its_name_its_promise_and_whom_to_call(
    now, kind, value, said, call
):
    tip = make_event(text=said, category_code=None)
    with transaction():
        tip = db.session.get(Event, tip.id)
        tip.danger, tip.category_code, tip.level = None, None, 3
        tip.promised_at = datetime.now(UTC) + timedelta(days=30)
    device, _ = make_device(kind)
    measure(device, [0, value, value, value, value])

    db.session.expire_all()
    (joined,) = {alarm.event_id for alarm in db.session.scalars(select(Alarm))}
    tip = db.session.get(Event, tip.id)
    assert joined == tip.id
    assert tip.level == 1
    assert tip.category_code == shipped().by_code[kind].category
    limit = urgency_raising.resolution_limit(tip)
    assert tip.promised_at == due(datetime.now(UTC), limit, matter_clocks.office())
    entries = db.session.scalars(select(Entry).filter_by(event_id=tip.id)).all()
    assert any(call in (each.words or "") and each.is_public for each in entries)


def test_a_category_alone_speaks_only_for_what_names_no_such_thing():
    lamp = shipped().by_code["lamp"]

    assert lamp.is_told_by("01037", "晚上走路看不见")
    assert not lamp.is_told_by("01037", "路灯太亮，照得睡不着")
    assert not lamp.is_told_by("01037", "路灯能不能换成暖色")
    assert not lamp.is_told_by("01037", "要是晚上看不见怎么办")


def test_reports_nobody_had_seen_join_by_what_they_state():
    rows = (Path(__file__).parent / "unseen_reports.tsv").read_text().splitlines()[1:]
    known, wrong = shipped().by_code, []
    for joins, kind, said in (row.split("\t") for row in rows):
        if known[kind].is_told_by(None, said) is not (joins == "1"):
            wrong.append((kind, said))

    assert wrong == []
