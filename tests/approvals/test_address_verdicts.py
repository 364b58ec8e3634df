"""What an address alone decides: standard, a person's, elsewhere, a dwelling."""

import pytest

from tests.approvals.applications import application
from tests.approvals.test_never_approved import GROUND, TODAY, decided, rules
from weijiayuan.approvals.rulebook_in_force import shipped
from weijiayuan.approvals.rules.application_facts import Lookups


@pytest.mark.parametrize(
    "address",
    [
        "深圳市光明区公明街道上村社区公园路12号1层",
        "深圳市光明区凤凰街道塘家社区塘家大道88号101铺",
        "广东省深圳市光明区玉塘街道田寮社区宝安大道9号",
        "光明区马田街道合水口社区新村3栋102铺",
        "公明街道长春北路20号一楼",
        "上村社区公园路1号",
        "深圳市光明区光明街道光明大道1号光明广场A座2层201-203室",
        "深圳市光明区公明街道上村社区公园路10号之一",
        "深圳市光明区公明街道上村社区上辇村六排3号(一楼)",
        "深圳市光明区公明街道上村社区公园路12号A栋负一层B12铺",
        "深圳市光明区公明街道上村社区公园路1-3号铺",
        "深圳市光明区公明街道上村社区民生大道与公园路路口12号铺",
        "深圳市光明区公明街道上村社区公园路12号（上村市场旁）",
        "深圳市光明区公明街道宝山工业区7栋101、102",
        "深圳市光明区公明街道上村社区翠湖花园3栋商铺05号",
        "深圳市光明区公明街道前海路1号",
    ],
)
def test_an_address_that_is_read_to_its_end_is_a_standard_one(address):
    assert decided(address=address).outcome == "auto"


@pytest.mark.parametrize(
    "address",
    [
        *("1", "。。。。", "光明区", "www.myshop.com", "test address 1", "公园路12号"),
        *("东莞长安镇德政路1号", "深圳福永街道怀德南路1号", "石岩塘头大道1号101"),
        *("深圳市光明区石岩街道塘头大道1号", "大浪街道华旺路1号", "黄江镇环城路1号"),
        *("南山科技园科苑路1号101", "香港九龙弥敦道1号", "湖南省长沙市光明路1号"),
        *("深圳市光明区公明街道", "深圳市光明区公明街道公园路", "深圳市光明区公明街道公园路旁边"),
        *("深圳市光明区东莞长安1号", "光明区石岩大厦1号", "深圳市光明区https://a.cn/路1号"),
        "深圳市光明区公明街道公园路12号对面第二家",
        *("深圳市光明区公明街道公园路1", "深圳市光明区公明街道公园路0号", "深圳市光明区一路一"),
        *("深圳市光明区公明街道月亮路99999号", "深圳市光明区公明街道公园路--1号"),
        *("深圳市光明区微信小程序中心1号", "深圳市光明区隔壁老王路1号"),
        *("深圳市光明区公明街道凤凰街道公园路1号", "深圳市光明区光明街道凤凰社区公园路1号"),
        *("深圳市光明区光明区公园路1号", "深圳市光明区街道公园路1号"),
        *(
            "深圳市光明区公明街道上村社区宝安区公园路1号",
            "深圳市光明区公明街道上村社区公园路旁12号",
        ),
        *("深圳市光明区公明街道上村社区我奶奶家的老城路8号", "深圳市光明区公明街道某某路1号"),
        *("深圳市光明区公明街道公园路1号公园路2号", "深圳市光明区公明街道张三家楼下商业街8号"),
        *("深圳市光明区公明街道上村社区（公园路12号旁）", "深圳市光明区马田街道某湾社区某湾路18号"),
    ],
)
def test_an_address_that_is_not_surely_one_of_this_district_goes_to_a_person(address):
    said = decided(address=address)

    assert said.outcome in {"human", "correct"}
    assert {"a1_standard", "a1_here"} & rules(said)


@pytest.mark.parametrize(
    "end",
    [
        *("住宅楼3栋2单元1502房", "住宅5栋301", "职工宿舍1号", "家属楼2单元803", "别墅8号"),
        *("万丈坡小区2栋1单元803", "宏发花园3栋1502", "村民宅出租屋1号", "我家客厅1号"),
        *("违建铁皮房8号", "人才公寓2栋101", "农民房5号"),
        *("翠湖苑8号", "滨海湾8号", "山水园8号101", "万科城5座101", "翠湖苑公园路8号", "凤凰台3栋"),
        *("上辇村六排3号3楼", "元山旧村九巷9号301", "水贝围五巷2号1201"),
    ],
)
def test_a_dwelling_told_by_the_text_goes_to_a_person_whatever_use_is_chosen(end):
    for use in ("shop", "office", "factory", "market_stall"):
        said = decided(address=f"深圳市光明区公明街道上村社区{end}", address_use=use)
        assert said.outcome == "human"
        assert "a3_told" in rules(said)


@pytest.mark.parametrize(
    ("address", "authority"),
    [
        ("深圳市光明区公明街道前海路1号", ""),
        ("深圳市光明区公明街道龙华区小学路1号", ""),
        ("马田街道禾湾社区禾湾路18号", ""),
        ("深圳市宝安区石岩街道塘头大道1号", "深圳市市场监督管理局宝安监管局"),
        ("石岩街道塘头大道1号101", "深圳市市场监督管理局宝安监管局"),
        ("东莞长安镇德政路1号", "东莞市市场监督管理局"),
        ("广东省东莞市大岭山镇石大路388号", "东莞市市场监督管理局"),
        ("湖南省长沙市岳麓区光明路1号", "湖南省长沙市岳麓区市场监督管理部门"),
    ],
)
def test_only_what_an_address_begins_with_says_that_it_lies_elsewhere(address, authority):
    case = application({"case": "", "kind": "individual", "set": {"address": address}})
    read = shipped().decide(
        "individual", case["answers"], Lookups(**case["lookups"]), by=GROUND, on=TODAY
    )[1]

    assert read.other_authority == authority
    assert read.facts["in_district"] is not bool(authority)


@pytest.mark.parametrize(
    "address", ["民生大道东15号", "北环大道西段8号", "云智科园1栋B座1205", "华强创意公园3栋A座201"]
)
def test_sides_of_roads_and_parks_of_business_are_read(address):
    here = f"深圳市光明区公明街道上村社区{address}"

    assert decided(address=here, address_use="office").outcome == "auto"


def test_a_point_far_from_the_community_or_street_of_the_address_goes_to_a_person():
    north = {"lng": 113.90, "lat": 22.79, "datum": "gcj02"}

    far = decided(address="深圳市光明区光明街道光明大街18号", place=north)
    near = decided(address="深圳市光明区光明街道光明大街18号")

    assert (far.outcome, rules(far)) == ("human", {"a1_agree"})
    assert near.outcome == "auto"


@pytest.mark.parametrize(
    "floor",
    [
        "负一层",
        "负二层",
        "负2楼",
        "地下一层",
        "地下二楼",
        "B1层",
        "-1层",
        "负一层102室",
        "半地下层",
    ],
)
def test_a_basement_that_is_not_told_as_a_shop_goes_to_a_person(floor):
    assert rules(decided(address=f"深圳市光明区公明街道上村社区公园路12号{floor}")) >= {"a3_told"}
