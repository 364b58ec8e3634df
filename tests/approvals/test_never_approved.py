"""What a machine must not approve: text that is a claim, names the law keeps, people who are none."""

from datetime import date

import pytest

from tests.approvals.applications import application, cases, id_number
from tests.districts import GUANGMING
from weijiayuan.approvals.decision_views import nearest
from weijiayuan.approvals.rulebook_in_force import decider_of, ground_of, shipped, shipped_files
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.approvals.schemas.form_answers import AnswersIn

GROUND = ground_of(GUANGMING)
COMMUNITIES = [(each.name, each.street) for each in GROUND.centres]
TODAY = date(2026, 11, 28)
NUMBER = id_number("1985-03-12")
FORM = {name: list(AnswersIn().fields) for name in ("individual", "company")}


def decided(kind="individual", **given):
    case = application({"case": "", "kind": kind, "set": given} | _at(given.get("address", "")))
    return shipped().decide(kind, case["answers"], Lookups(**case["lookups"]), by=GROUND, on=TODAY)[
        0
    ]


def _at(address):
    """Put the point where the address says, in the middle of its community or street."""
    named = [each for each in COMMUNITIES if each[0] in address]
    named = named or [each for each in COMMUNITIES if each[1] in address]
    return {"at": named[0][0]} if named else {}


def rules(decision):
    return {each.id for each in (*decision.faults, *decision.undecided)}


def shop(name, *scopes):
    return decided(name=f"深圳市光明区{name}", scopes=list(scopes or ["G5202"]))


@pytest.mark.parametrize(
    "word",
    [
        *("法轮", "习近平", "雷锋", "董存瑞", "邱少云", "慰安妇", "周总理", "汪精卫"),
        *("消防救援", "新华社", "央视", "民政局", "工商局", "国防", "武装", "军人", "社区党群"),
        *("基地组织", "回族", "穆斯林", "基督教", "奥林匹克", "故宫博物院", "人民币", "皇家"),
        *("一带一路", "草泥马", "卧槽", "一夜情", "约炮", "砍头", "高利贷", "三聚氰胺", "娘炮"),
        *(
            "国际",
            "书记",
            "街道办",
            "研究会",
            "杨利伟",
            "教育厅",
            "法官",
            "三陪",
            "信用卡",
            "农行",
            "发轮功",
            "法伦功",
        ),
    ],
)
def test_a_name_with_such_a_word_is_never_approved(word):
    said = shop(f"{word}百货店")

    assert said.outcome in {"correct", "human"}
    assert any(each.startswith("n") for each in rules(said))
    assert all(each.article for each in (*said.faults, *said.undecided))


@pytest.mark.parametrize(
    "word",
    [
        *("白人至上", "黑人勿入", "汉人专用", "女人勿进", "重男轻女", "聋哑", "城里人优先"),
        *("钓鱼岛", "旭日旗", "慰安", "白粉", "三合会", "番摊", "澳门葡京", "鸡婆", "波霸", "初夜"),
        *("最好", "首家", "迷信", "支纳", "武运", "大鹏", "世贸", "天下无敌"),
        *("国安", "大使馆", "安理会", "议会", "麻风", "洪门", "山口组", "牌九", "高潮", "中南海"),
    ],
)
def test_words_about_people_states_vice_and_violence_are_never_approved(word):
    assert shop(f"{word}便利店").outcome in {"correct", "human"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "老街坊",
            "春风",
            "晨曦",
            "禾苗",
            "阿婆",
            "福满多",
            "顺达",
            "小满",
            "大力",
            "红叶",
            "千里香",
        ),
        *("邻家", "好又多", "一品鲜", "阳光", "海之味", "老友", "四季", "星辰", "家家乐", "巧媳妇"),
    ],
)
def test_ordinary_names_stay_with_the_machine(name):
    assert shop(f"{name}便利店", "G5201").outcome == "auto"


@pytest.mark.parametrize(
    "name",
    [
        *("军哥", "阿军", "党家湾", "党姐", "赢家", "赢未来", "小鬼当家", "机灵鬼", "法国梧桐"),
        *("荷兰豆", "小公主", "胖子", "大麻花", "火爆", "女神", "小符", "艳姐"),
    ],
)
def test_lawful_names_that_hold_a_listed_letter_stay_with_the_machine(name):
    assert shop(f"{name}便利店", "G5201").outcome == "auto"


@pytest.mark.parametrize(
    "name", ["小鬼子", "共产党家", "军哥军队", "必赢", "党员", "法国", "大麻", "军嫂", "老党员家"]
)
def test_a_plain_word_beside_it_covers_no_listed_one(name):
    assert shop(f"{name}便利店", "G5201").outcome in {"correct", "human"}


def test_a_studio_needs_no_other_trade_word():
    assert shop("禾苗工作室", "G7203").outcome == "auto"


def test_a_form_that_is_written_twice_is_a_fault_that_can_be_mended():
    said = decided("company", name="深圳市远涛科技有限公司有限公司")

    assert (said.outcome, rules(said)) == ("correct", {"n5_form"})


@pytest.mark.parametrize(
    ("issued", "until", "faults"),
    [
        ("2026-11-28", None, set()),
        ("2026-11-29", None, {"s4_issued"}),
        ("2026-11-01", "2026-10-31", {"s4_issued", "s4_current"}),
        ("2026-12-01", "2027-12-01", {"s4_issued"}),
    ],
)
def test_a_paper_that_is_issued_in_the_future_is_named_as_a_fault(issued, until, faults):
    paper = {"scope": "P5201", "issued_on": issued, "valid_until": until}
    said = decided(name="深圳市光明区喜庆百货商店", scopes=["P5201"], pre_papers=[paper])

    assert {each.id for each in said.faults} == faults
    assert all(each.remedy and each.sentence for each in said.faults)


def test_the_words_are_those_of_the_rulebook_that_decides():
    files = shipped_files()
    files["name_words.yaml"] = files["name_words.yaml"].replace('"白粉"', '"禾苗"')
    case = application(
        {
            "case": "",
            "kind": "individual",
            "set": {"name": "深圳市光明区禾苗便利店", "scopes": ["G5201"]},
        }
    )
    answers, look = case["answers"], Lookups(**case["lookups"])

    for book, outcome in ((shipped(), "auto"), (decider_of(files), "correct")):
        said = book.decide("individual", answers, look, by=GROUND, on=TODAY)[0]
        assert said.outcome == outcome


@pytest.mark.parametrize(
    "name",
    ["阿妈家常菜馆", "三人大排档", "韩正宗料理店", "消消乐小吃店", "不二家面馆", "丽江小吃店"],
)
def test_ordinary_names_are_not_taken_for_words_that_are_certainly_banned(name):
    said = shop(name, "L6201")

    assert "n6_clean" not in rules(said)


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        *(("禾顺药房中心", "G8001"), ("禾顺药房", "G5202"), ("禾顺保安服务部", "G5202")),
        *(("禾顺医疗美容店", "L8001"), ("禾顺侦探服务部", "G7202"), ("禾顺讨债服务部", "G7202")),
        *(("禾顺代孕服务中心", "G8002"), ("禾顺餐饮店", "G8008"), ("禾顺酒店", "G5202")),
        *(("禾顺烟酒店", "G5202"), ("禾顺美容店", "G8001"), ("禾顺面馆", "G6202")),
        *(("禾顺幼儿园部", "G8301"), ("禾顺典当行", "G5202"), ("禾顺五金店", "G8001")),
        *(("禾顺食品厂", "G5201"), ("禾顺百货厂", "G5202"), ("禾顺服装厂", "G5203")),
    ],
)
def test_a_trade_in_the_name_that_the_scope_does_not_hold_is_never_approved(name, scope):
    assert shop(name, scope).outcome in {"correct", "human"}


@pytest.mark.parametrize(
    "name", ["禾顺百货", "禾顺集团百货店", "供销合作社百货店", "禾顺公司百货店"]
)
def test_a_form_that_an_individual_business_cannot_have_is_named(name):
    assert "n5_form" in rules(shop(name))


def test_a_name_too_long_to_be_taken_apart_goes_to_a_person():
    assert shop(f"{'禾顺' * 12}百货店").outcome == "human"


@pytest.mark.parametrize("name", ["宏图服装厂", "宏图制衣厂"])
def test_a_factory_is_read_by_what_it_makes(name):
    assert shop(name, "G1801").outcome == "auto"


def test_a_region_in_the_middle_of_a_name_goes_to_a_person():
    assert rules(shop("禾顺宝安区百货店")) == {"n3_meaning"}


NOBODY = ["!!!", "123", "😀", "王小二有限公司", "陈\u200b志强", "光明区人民政府", "A", "陈", "老板"]


@pytest.mark.parametrize("name", NOBODY)
def test_an_operator_who_is_not_called_as_people_are_goes_to_a_person(name):
    assert rules(decided(operator_name=name)) == {"p7_people"}


@pytest.mark.parametrize("name", [*NOBODY, "深圳市甲乙科技有限公司", "???"])
def test_a_shareholder_or_supervisor_who_is_no_person_goes_to_a_person(name):
    assert "p7_people" in rules(decided("company", **{"shareholders.1.name": name}))
    assert "p7_people" in rules(decided("company", supervisors=[name]))


@pytest.mark.parametrize("name", ["欧阳修文", "张李小明", "古丽·买买提", "王一", "司马光"])
def test_people_with_rarer_forms_of_names_are_approved(name):
    assert decided(operator_name=name).outcome == "auto"


def test_a_business_of_somebody_older_than_a_hundred_goes_to_a_person():
    assert rules(decided(id_number=id_number("1901-01-01"))) == {"p1_old"}
    assert decided(id_number=id_number("1927-01-01")).outcome == "auto"


@pytest.mark.parametrize("members", [["陈阿梅"], ["陈 阿梅"], [" "], []])
def test_a_family_business_needs_somebody_beside_the_operator(members):
    said = decided(organisation="family", family_members=members)
    assert "f1_members" in rules(said)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"shareholders.1.id_number": id_number("1990-01-01", is_wrong=True)}, "c1_numbers"),
        ({"shareholders.1.id_number": NUMBER}, "c1_once"),
        (
            {"shareholders.0.id_number": NUMBER, "shareholders.1.id_number": NUMBER},
            "c1_once",
        ),
        ({"shareholders.1.id_number": id_number("2018-01-01")}, "c1_age"),
        ({"shareholders.1.id_number": id_number("1901-01-01")}, "c1_age"),
        ({"shareholders.1.id_number": "H12345678"}, "c1_people"),
        ({"shareholders.1.id_number": "830000199201300022"}, "c1_people"),
        ({"supervisors": ["林 志远"]}, "c8_apart"),
        ({"managers": ["林志远", "王五"]}, "c7_manager"),
        ({"no_name": True}, "n2_region"),
    ],
)
def test_people_of_a_company_are_weighed_by_name_and_number(given, rule):
    said = decided("company", **given)

    assert rule in rules(said)
    assert said.outcome in {"correct", "human"}


def test_numbers_of_shareholders_that_are_right_change_nothing():
    given = {
        "shareholders.0.id_number": NUMBER,
        "shareholders.1.id_number": id_number("1990-01-01"),
    }
    assert decided("company", **given).outcome == "auto"


def test_an_older_rulebook_that_asks_less_still_decides():
    files = shipped_files()
    for name in ("policies/place.yaml", "questions/place.yaml"):
        lines = files[name].splitlines(keepends=True)
        files[name] = "".join(line for line in lines if "address_standard" not in line)
    case = application({"case": "", "kind": "individual"})
    answers, look = case["answers"], Lookups(**case["lookups"])

    said = decider_of(files).decide("individual", answers, look, by=GROUND, on=TODAY)[0]

    assert said.outcome == "auto"
    assert "a1_standard" not in {each.id for each in said.rulings}


def test_the_nearest_change_is_something_to_do_and_never_something_to_tell():
    for case in (each for folder in ("", "street/") for each in cases(f"{folder}human")):
        on, given = date.fromisoformat(str(case["on"])), Lookups(**case["lookups"])
        said = shipped().decide(case["kind"], case["answers"], given, by=GROUND, on=on)[0]

        found = nearest(said, shipped())

        if found is not None:
            assert "照实填写" in found["text"], case["case"]
            assert not any(word in found["text"] for word in ("改填", "改选", "勾", "审看"))


@pytest.mark.parametrize("papers", [[], [{"scope": "P5201", "issued_on": "2026-11-01"}]])
def test_a_trade_that_needs_a_paper_first_is_given_back_without_it(papers):
    said = decided(name="深圳市光明区喜庆百货商店", scopes=["P5201", "P8301"], pre_papers=papers)

    assert (said.outcome, {each.id for each in said.faults} & {"s5_papers"}) == (
        "correct",
        {"s5_papers"},
    )


@pytest.mark.parametrize("kind", ["individual", "company"])
def test_a_null_says_no_more_than_an_answer_that_was_left_out(kind):
    whole = application({"case": "", "kind": kind, "set": {}})
    asked = [*FORM[kind], *whole["answers"]]

    for field in asked:
        without = {key: said for key, said in whole["answers"].items() if key != field}
        lookups = Lookups(**whole["lookups"])
        said = [
            shipped().decide(kind, answers, lookups, by=GROUND, on=TODAY)[0]
            for answers in (without, without | {field: None})
        ]
        assert (said[0].outcome, said[0].missing) == (said[1].outcome, said[1].missing), field
        assert said[0].rulings == said[1].rulings, field
