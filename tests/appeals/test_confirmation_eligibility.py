"""Which agreements a court may confirm, with article and other road."""

import pytest

from weijiayuan.appeals.rules.confirmation_eligibility import GROUNDS


def test_eligibility_names_article_and_road(client):
    said = client.post(
        "/api/v1/mediations/eligibility",
        json={"answers": {"ownership": True}, "effective_on": "2026-11-05", "on": "2026-11-20"},
    ).json
    assert (said["confirmable"], said["grounds"][0]["article"]) == (False, "355.5")
    assert (said["last_safe_day"], said["last_day"]) == ("2026-12-05", "2026-12-07")


NO_TO_ALL = dict.fromkeys(GROUNDS, False)


def eligible(client, **asked):
    usual = {"answers": NO_TO_ALL, "effective_on": "2026-11-20", "on": "2026-11-30"}
    return client.post("/api/v1/mediations/eligibility", json=usual | asked).json


@pytest.mark.parametrize(
    "text",
    [
        "李四于2026年12月31日前付给张三5,000元，转入张三工行账户6222021234567890",
        "公司于2026年12月20日前付给我拖欠的工资8,000元，打到我的工资卡",
        "老板在2026年12月31日前把工资12,000元打到我银行卡",
        "楼上每天晚上十点以后不拍皮球",
        "对方保险公司也来签了字，2026年12月20日前赔我车损3,000元，转到我农行卡",
    ],
)
def test_a_text_that_is_only_doubtful_is_refused_by_no_machine(client, text):
    said = eligible(client, text=text)
    assert said["confirmable"] is not False, said["grounds"]
    assert said["grounds"] == []
    assert (said["confirmable"] is None) == bool(said["doubts"])
    assert bool(said["questions"]) == bool(said["doubts"])


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("双方同意离婚，孩子归女方", "355.3"),
        ("房子以后归李四所有", "355.5"),
        ("打麻将欠的五千元一周内还清", "358.3"),
        ("他带了几个人堵着门不签不让走，我才签的", "358.4"),
        ("公司已经进入破产程序，签了还钱协议", "355.4"),
    ],
)
def test_what_a_text_shows_outright_is_refused_with_its_article(client, text, article):
    said = eligible(client, text=text)
    assert said["confirmable"] is False
    assert article in [one["article"] for one in said["grounds"]]


def test_what_is_not_in_effect_yet_is_neither_confirmable_nor_refused(client):
    said = eligible(client, effective_on="2027-10-01")
    assert said["confirmable"] is None
    assert "生效" in said["warning"]
