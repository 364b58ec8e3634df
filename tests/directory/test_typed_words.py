"""What residents type finds what they need: filters, spellings, needs, and whom to call."""

import pytest

from tests.directory.typed_lines import grave, lines
from tests.directory.typed_words import key
from tests.factories.directory import HERE, hold, make_service, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.helplines import helpline
from weijiayuan.directory.rules.query_understanding import understand

URL = "/api/v1"
ENOUGH = 0.95
ALARMED_FALSELY = {"试用期没给工资就让我走", "家里失火啥都没了没钱吃饭"}
"""What danger's own signs say too much of: past fires, and who is sent away from work."""


def test_what_people_type_means_the_need_they_would_be_sent_to(app):
    with app.app_context():
        known = tree()
        wrong = [
            (typed, need) for typed, need in key() if need not in understand(typed, known).needs
        ]

    asked = len(list(key()))
    assert asked > 150
    assert len(wrong) <= asked * (1 - ENOUGH), wrong


def test_a_trouble_told_in_ones_own_words_means_the_need_that_helps(app):
    with app.app_context():
        known = tree()
        wrong = [
            (typed, needs, found)
            for typed, needs in lines()
            if not (found := understand(typed, known).needs) or found[0] not in needs
        ]

    asked = len(list(lines()))
    assert asked > 250
    assert len(wrong) <= asked * (1 - ENOUGH), wrong


def test_a_trouble_that_endangers_nobody_calls_nobody_and_danger_is_never_missed():
    alarmed = [typed for typed, _ in lines() if helpline(typed)]

    assert set(alarmed) <= ALARMED_FALSELY
    assert [typed for typed in grave() if not helpline(typed)] == []


@pytest.mark.parametrize(
    "place",
    ["石围", "石家", "合水口", "甲子塘", "李松蓢", "薯田埔", "迳口", "圳美", "新羌", "凤凰"],
)
def test_the_name_of_a_place_sounds_like_no_need(app, place):
    with app.app_context():
        assert understand(place, tree()).needs == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("想不开", "12356"),
        ("活着没意思", "12356"),
        ("老公打我", "110"),
        ("孩子被人打了", "110"),
        ("被骗了", "96110"),
        ("老人走丢了", "110"),
        ("家里有煤气味", "119"),
        ("我爸晕倒了", "120"),
        ("脸歪了说话不清楚", "120"),
        ("刚刚给骗子转了三万", "96110"),
        ("网上裸聊被敲诈", "96110"),
        ("有人敲门不走很害怕", "110"),
        ("洪水进屋了", "119"),
        ("唔想生", "12356"),
        ("俾人打", "110"),
        ("他逼我卖", "110"),
        ("继父摸我", "110"),
        ("儿子在学校被人打了", "110"),
        ("把药都吞了", "120"),
        ("割腕了血止不住", "120"),
        ("有人拿刀在楼下堵着我要债", "110"),
        ("个仔唔见咗成个钟", "110"),
        ("卡里的钱没了", "96110"),
    ],
)
def test_words_that_speak_of_danger_say_whom_to_call(typed, first):
    assert helpline(typed).call[0] == first


@pytest.mark.parametrize(
    "typed",
    [
        *("量血压", "打篮球", "学急救", "打官司没钱", "学煤气灶维修", "免费理发", ""),
        *("打视频给女儿", "想给外地的孙女打视频", "阿婆想食饭", "想学一下人倒了怎么按胸口"),
        *("打疫苗", "打扫卫生阿姨", "死亡证明", "救护车收费吗", "抱孩子累", "割草"),
        *("年轻人找不到工作", "降压药都吃完了", "孩子的书包不见了", "想死你们了"),
        *("装修队收了钱人不见了", "老人找不到地方吃饭"),
        *("反家暴讲座在哪听", "老人走失手环哪里领", "中风康复训练在哪里做", "我家猫跳楼了"),
        *("手机被孩子锁住了打不开", "不想活动，只想坐着看书", "寒假两个娃关在家里没处去"),
        *("孩子奶奶瘫在床上，想请人上门擦身", "被老板炒了鱿鱼，想死心换个行业"),
        "老头子中风以后半边身子不听使唤，哪里能练练",
    ],
)
def test_ordinary_words_call_nobody(typed):
    assert helpline(typed) is None


def test_a_child_who_writes_is_told_what_a_child_needs_and_a_needs_own_word_calls_nobody():
    card = helpline("继父摸我")

    assert (card.call, "不是你的错" in card.text) == (("110", "12338", "12355"), True)
    assert helpline("儿子在学校被人打了").name == "孩子在学校被欺负"
    assert helpline("救命机", is_named=True) is None


@pytest.fixture
def world(database):
    make_district()
    services = {
        "开居住证明": make_service(name="开居住证明", need="certificate", alliance="government"),
        "居住证代办": make_service(name="居住证代办", need="residence_permit", alliance="government"),
        "志愿者辅导作业": make_service(name="志愿者辅导作业", need="homework", alliance="education"),
        "志愿者登记": make_service(name="志愿者登记", need="volunteer", alliance="charity"),
        "公益理发": make_service(name="公益理发", need="haircut", alliance="society"),
        "上门理发": make_service(name="上门理发", need="haircut", alliance="society", cost_fen=2000),
        "学急救": make_service(name="学急救（AED）", need="first_aid", alliance="health"),
        "心理疏导": make_service(name="心理疏导", need="counselling", alliance="health"),
    }  # fmt: skip
    here = make_site(name="李松蓢社区党群服务中心", ramp=True, address="振明路")
    there = make_site(north_of(300), name="上村社区党群服务中心")
    for service in services.values():
        hold(service, here)
        hold(service, there)


def names(client, typed, path="services"):
    answer = client.get(f"{URL}/{path}", query_string={"q": typed, "limit": 50}).json
    return {each["name"] for each in answer["items"]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("居住证", {"居住证代办"}),
        ("志愿者", {"志愿者登记"}),
        ("附近 理发", {"公益理发", "上门理发"}),
        ("免费理发", {"公益理发"}),
        ("理发 免费 附近的", {"公益理发"}),
        ("aed", {"学急救（AED）"}),
        ("ＡＥＤ", {"学急救（AED）"}),
        ("心理疏导", {"心理疏导"}),
        ("里发", {"公益理发", "上门理发"}),
        ("明天上午 理发", {"公益理发", "上门理发"}),
        ("剪头发在哪嘎达 周日", {"公益理发", "上门理发"}),
        ("想不开", {"心理疏导"}),
    ],
)
def test_words_find_services(world, client, typed, found):
    assert names(client, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("李松朗", {"李松蓢社区党群服务中心"}),
        ("李松蓢 理发", {"李松蓢社区党群服务中心"}),
        ("振明路", {"李松蓢社区党群服务中心"}),
        ("无障碍 理发", {"李松蓢社区党群服务中心"}),
        ("附近", {"李松蓢社区党群服务中心", "上村社区党群服务中心"}),
        ("没有这样的东西呀", set()),
    ],
)
def test_words_find_sites(world, client, typed, found):
    assert names(client, typed, "sites") == found


def test_a_list_says_what_it_took_the_words_for_and_whom_to_call(world, client):
    calm = client.get(f"{URL}/services", query_string={"q": "剃头"}).json
    near = {"near": f"{HERE.lng},{HERE.lat}", "datum": "gcj02"}
    grave = client.get(f"{URL}/services", query_string={"q": "不想活了"} | near).json

    assert (calm["meant"], calm["help"]) == ([{"id": "haircut", "name": "理发"}], None)
    assert "12356" in grave["help"]["call"]
    assert grave["items"]


def test_whom_to_call_is_asked_with_words_or_refused(client):
    assert client.get("/api/v1/services/help").status_code == 422
    told = client.get("/api/v1/services/help", query_string={"q": "有人晕倒了"}).json["help"]
    assert "120" in told["call"]
