"""Home's one search understands words of the street: the right door first, each service once."""

import pytest

SEARCH = "pages/search/search"
ROWS = "host.pagesNow().at(-1).data.groups.map(({name, rows}) => [name, rows])"

FIRST = {
    "老人补贴": "查补贴",
    "坐公交不要钱": "查补贴",
    "投诉": "随手拍",
    "离婚": "我有难处",
    "押金不退": "我有难处",
    "我的预约": "我的场地预约",
    "我的号": "我的号",
    "取消预约": "我的事项",
    "磨刀": "便民集市",
    "卖自家种的菜": "便民集市",
    "约个场踢足球": "订场地",
    "租个会议室": "订场地",
    "书法班还收人吗": "活动报名",
    "想做兼职": "找工作",
    "店名能不能用": "我要开店",
    "我们楼想加装电梯": "我们小区",
}


@pytest.mark.parametrize("said", FIRST)
def test_the_right_door_stands_first(phone, said):
    phone.open(SEARCH, f"?q={said}")
    name, rows = phone.page.evaluate(ROWS)[0]
    assert (name, rows[0]["title"]) == ("办事", FIRST[said])


def test_each_service_stands_once_with_how_many_places_have_it(phone):
    phone.open(SEARCH, "?q=剪头发")
    groups = dict(phone.page.evaluate(ROWS))
    titles = [row["title"] for row in groups["身边的服务"]]
    assert len(titles) == len(set(titles))
    assert "处" in groups["身边的服务"][0]["note"]
    assert "义剪" in groups["集市"][0]["note"]
