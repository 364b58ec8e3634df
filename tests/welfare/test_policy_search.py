"""Words of the street find the policies that people mean by them."""

import pytest

from weijiayuan.welfare import policy_search

URL = "/api/v1/welfare/policies"

MEANT = {
    "老人补贴": "gaoling",
    "老人钱": "gaoling",
    "老年人每个月发的钱": "gaoling",
    "生孩子补贴": "shengyu_jt",
    "生孩子有补贴吗": "shengyu_jt",
    "生娃": "shengyu_jt",
    "坐公交不要钱": "jinglao",
    "老人免费坐车": "jinglao",
    "奶粉钱": "yuer",
    "残疾证": "canji_shenghuo",
    "被辞退了有钱领吗": "ui",
    "没钱看病": "yiliao",
    "上学没钱": "jiaoyu",
    "困难补助": "dibao",
    "退伍军人补贴": "dingqi",
}


@pytest.mark.parametrize("said", MEANT)
def test_words_of_the_street_find_the_policy_they_mean(client, said):
    found = client.get(URL, query_string={"q": said, "limit": 3}).json["items"]
    assert MEANT[said] in [each["id"] for each in found]


@pytest.mark.parametrize("said", ["公交卡坏了找谁修", "剪头发", "离婚", "羽毛球"])
def test_other_words_find_none(client, said):
    found = client.get(URL, query_string={"q": said}).json["items"]
    assert "gaoling" not in [each["id"] for each in found]


def test_what_says_the_words_itself_stands_before_what_is_meant(client):
    found = client.get(URL, query_string={"q": "失业"}).json["items"]
    assert "失业" in found[0]["name"] + found[0]["summary"]
    assert len({each["id"] for each in found}) == len(found)


def test_every_policy_that_words_lead_to_is_in_the_pack(client):
    known = {each["id"] for each in client.get(URL, query_string={"limit": 50}).json["items"]}
    rest = client.get(URL, query_string={"limit": 50, "cursor": max(known)}).json["items"]
    known |= {each["id"] for each in rest}
    assert {key for _, keys in policy_search._spoken() for key in keys} <= known
