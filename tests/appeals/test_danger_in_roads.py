"""What danger was recognised shapes the roads: it is never mediated, and its own road is first."""

import pytest

from tests.appeals.conftest import HOME, fine
from tests.appeals.stories import told
from tests.appeals.test_appeals import at, sent
from tests.appeals.test_legal_remedies import PATHS, line
from tests.danger.labelled import labelled
from weijiayuan import danger
from weijiayuan.appeals.models import Appeal
from weijiayuan.db import db

OF_A_CHILD = ("child_protection", "police")
FROM_SOMEBODY = ("police", "protection_order")
OF_THE_MIND = ("psychological_help",)
JOINT = ("people_mediation", "professional_mediation", "labour_mediation", "judicial_confirmation")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("我班上有个女生说她继父晚上进她房间，她不敢跟妈妈说", OF_A_CHILD),
        ("楼下那家的细路，成日听到喊，身上一块青一块紫，幼儿园都唔畀去", OF_A_CHILD),
        ("我一岁的弟弟三天没人喂了，妈妈没回来", OF_A_CHILD),
        ("老师，我不想回家，回家他又要脱我裤子", OF_A_CHILD),
        ("垃圾房后面纸箱里有个婴儿在哭，脐带还没剪", OF_A_CHILD),
        ("有个女的拖着一个小孩往面包车里塞，小孩一直喊不认识她", OF_A_CHILD),
        ("他今天又打我了，我躲在厕所里打字，他在踹门", FROM_SOMEBODY),
        ("她婆婆不给她吃饭，怀孕七个月了锁在杂物间", FROM_SOMEBODY),
        ("前夫又在我楼下了，手里提着个袋子，说今天要做个了断", FROM_SOMEBODY),
        ("保安跟业主打起来了，有人掏出了弹簧刀", FROM_SOMEBODY),
        ("他威胁说你要是再去社区讲，我就让你女儿放不了学", FROM_SOMEBODY),
        ("他说要是离婚就带着孩子一起走，一起去那边", OF_THE_MIND),
        ("老板不给钱我就从他公司楼上跳下去，反正我也没活路了", OF_THE_MIND),
        ("我把遗书发朋友圈设了仅自己可见，今天刚好工资也没发，挺好的", OF_THE_MIND),
        ("最近把东西都送人了，猫也送了，房租交到月底就够了", OF_THE_MIND),
        ("我好累，撑不下去了，今晚就结束吧", OF_THE_MIND),
        ("三个讨薪的工友爬上塔吊了", OF_THE_MIND),
        ("阿婆跌咗落楼梯，郁都唔郁得，个头壳流好多血", ("police",)),
        ("煤炉边两个人叫不醒，脸红红的", ("police",)),
        ("水淹到一楼了，里面还有个坐轮椅的阿公", ("police",)),
    ],
)
def test_danger_puts_its_own_road_first_and_nobody_at_one_table(text, first):
    said = told({"text": text})
    assert said.danger is not None
    assert said.top in first, [each["road"] for each in said.roads][:3]
    assert {line(said, road)["fits"] for road in JOINT} == {"no"}
    assert line(said, first[0])["likely"]


def test_the_roads_find_the_danger_that_every_other_door_finds():
    rows = labelled("twentyseventh_danger") + labelled("twentyseventh_ordinary")
    other = [
        row.text
        for row in rows[::4]
        if (told({"text": row.text}).danger is None) != (danger.recognise(row.text) is None)
    ]
    assert not other


def test_a_road_that_danger_closes_says_why_and_asks_whether_it_is_so():
    said = told({"text": "他今天又打我了，我躲在厕所里打字，他在踹门"})
    assert said.next_question["id"] == "danger_now"
    why = [each["text"] for each in line(said, "people_mediation")["because"]]
    assert any("先保住人" in each for each in why)


def test_an_answer_that_nobody_is_in_danger_opens_the_roads_again(client):
    text = "隔壁老板说要来跟我同归于尽，他借我的八千块没还"
    shut = client.post(PATHS, json={"text": text}).json
    calm = client.post(PATHS, json={"text": text, "answers": {"danger_now": False}}).json
    assert shut["top"] in {"police", "psychological_help"}
    assert calm["top"] not in {"police", "psychological_help", "child_protection"}
    assert calm["danger"] is not None


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("遛弯被没拴绳的狗咬了，打针花了两千多，狗主人不认", "people_mediation"),
        ("我公公在工地干活从架子上摔下来腰椎骨折，工头躲着不见人，医药费都是我垫的", "injury_recognition"),
        ("孩子输液时护士扎错，手肿得老高，院方只肯赔三百", "professional_mediation"),
    ],
)  # fmt: skip
def test_a_hurt_that_is_over_and_asked_to_be_paid_keeps_its_road(text, top):
    assert told({"text": text}).top == top


@pytest.mark.parametrize("ticked", ["danger_now", "child_hurt", "self_harm"])
def test_danger_that_is_ticked_shapes_the_roads_as_danger_that_is_told(client, ticked):
    answers = {ticked: True, "danger_now": True, "matter": "property_service"}
    said = client.post(PATHS, json={"answers": answers}).json
    first = {
        "danger_now": "police",
        "child_hurt": "child_protection",
        "self_harm": "psychological_help",
    }
    assert said["top"] == first[ticked]
    assert {line["fits"] for line in said["roads"] if line["road"] in JOINT} == {"no"}
    assert said["danger"] is not None


def test_danger_in_the_name_of_the_other_side_shapes_the_road_of_an_appeal(as_resident, duty):
    sent(as_resident(), against="前夫，他拿着刀在门口说要杀我")
    assert db.session.scalars(db.select(Appeal)).one().road in FROM_SOMEBODY


def test_what_told_of_danger_is_mediated_only_after_a_person_looked_at_it(as_resident, duty):
    said = sent(as_resident(), text="房东说不搬就叫人打断我的腿，押金也不退")
    offered = {"track": "mediation", "told_of_formal_road": True}
    opened = {"title": "押金", "category": "rent", "territory": HOME, "appeal": said["number"]}
    for answer in (
        duty.post(f"{at(said)}/triage", json=offered),
        duty.post("/api/v1/mediations", json=opened),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "appeals.danger_first")
    fine(duty.post("/api/v1/duty/ack", json={"number": said["number"]}))
    fine(duty.post(f"{at(said)}/triage", json=offered))


def test_an_accident_keeps_its_card_and_its_question_and_its_own_road():
    said = told({"text": "我老公在工地绑钢筋，脚手架滑，人从二楼翻下来，现在躺在医院"})
    assert said.danger is not None
    assert said.next_question["id"] == "danger_now"
    assert said.top == "injury_recognition"


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("派出所说我打架，关了我五天，其实是我去拉架的", "administrative_review"),
        ("隔壁老板说要来跟我同归于尽，其实是开玩笑，他借我的八千块没还", "people_mediation"),
    ],
)
def test_what_is_over_or_was_a_joke_keeps_its_road_and_opens_no_card(text, road):
    said = told({"text": text})
    assert said.danger is None
    assert said.top == road
