"""Words that become filters: they are shown, each can be taken away, and they cut no word apart."""

import pytest

from tests.factories.jobs import OTHER_COMMUNITY, make_employer, make_open_job, make_places
from weijiayuan.jobs.queries.search_conditions import INDEX_VERSION
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.service import search_reindexing


@pytest.fixture
def board(client):
    """Posts that differ in one thing each, the last the newest."""
    make_places()
    employer = make_employer()
    plain = {"benefits": "", "requirements": "", "occupation": None, "days_per_week": 6}
    posts = [
        {"title": "仓库文员", "duties": "录单，包吃包住，双休"},
        {"title": "门店文员", "duties": "录单", "community_code": OTHER_COMMUNITY},
        {"title": "电商客服", "duties": "回复顾客，三班倒"},
        {"title": "招商专员", "duties": "园区招商，五险一金"},
        {"title": "品检IPQC", "duties": "巡线"},
        {"title": "公司机房值守", "duties": "看机房，工作服公司洗"},
        {
            "title": "收银兼职",
            "duties": "收银",
            "pay_unit": PayUnit.HOUR,
            "pay_min_fen": 2600,
            "pay_max_fen": None,
        },
        {"title": "货车司机", "duties": "送货", "pay_min_fen": 800_000, "pay_max_fen": None},
    ]
    made = [make_open_job(employer, **plain | post) for post in posts]
    search_reindexing.set_version(INDEX_VERSION)
    return made


def found(client, words):
    answer = client.get("/api/v1/jobs", query_string={"q": words, "limit": 50})
    assert answer.status_code == 200, answer.json
    return [each["title"] for each in answer.json["items"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("上村 文员", ["门店文员"]),
        ("双休 包吃住", ["仓库文员"]),
        ("五险一金", ["招商专员"]),
        ("8000以上", ["货车司机"]),
        ("26元/时", ["收银兼职"]),
        ("招商/客服", ["招商专员", "电商客服"]),
        ("招商", ["招商专员"]),
        ("工作服", ["公司机房值守"]),
        ("司机", ["货车司机"]),
        ("两班倒", []),
        ("三班倒", ["电商客服"]),
        ("ipqc", ["品检IPQC"]),
        ("IPQD", []),
        ("siji", ["货车司机"]),
        ("死机", []),
    ],
)
def test_words_find_what_is_meant_and_nothing_inside_other_words(board, client, words, expected):
    assert found(client, words) == expected


def test_a_month_of_four_hours_at_weekends_is_no_full_time_pay(board, client):
    few = {"title": "撤场帮手", "pay_unit": PayUnit.HOUR, "pay_min_fen": 3000, "pay_max_fen": None}
    make_open_job(make_employer(), **few, minutes_per_day=240, days_per_week=2)

    for words in ("每月5000至6000 撤场帮手", "工资5000-6000 撤场帮手", "撤场帮手 2000以上"):
        assert "撤场帮手" not in found(client, words), words
    answer = client.get("/api/v1/jobs", query_string={"pay_min_fen": 150_000}).json
    assert "撤场帮手" not in [each["title"] for each in answer["items"]]
    for words in ("每月1000以上 撤场帮手", "撤场帮手 28元/时", "撤场帮手"):
        assert found(client, words) == ["撤场帮手"], words


def test_what_words_turned_into_is_shown_and_can_be_taken_away(board, client):
    answer = client.get("/api/v1/jobs", query_string={"q": "光明 双休 文员 3000以上"}).json

    shown = {each["name"]: each for each in answer["understood"]}
    assert {name: each["label"] for name, each in shown.items()} == {
        "place": "光明",
        "rest_two": "双休",
        "pay": "每月3000元以上",
    }
    assert [each["title"] for each in answer["items"]] == ["仓库文员"]
    without = client.get("/api/v1/jobs", query_string={"q": shown["rest_two"]["without"]}).json
    assert shown["rest_two"]["without"] == "光明 文员 3000以上"
    assert [each["name"] for each in without["understood"]] == ["pay", "place"]


def test_words_that_are_no_filter_are_not_shown_as_one(board, client):
    answer = client.get("/api/v1/jobs", query_string={"q": "录单文员"}).json
    assert answer["understood"] == []
    assert len(answer["items"]) == 2


def test_facets_count_what_the_words_find(board, client):
    counts = client.get("/api/v1/jobs/facets", query_string={"q": "包住 文员"}).json
    assert (counts["total"], counts["promises"]["lodging"]) == (1, 1)


def test_a_post_that_denies_it_is_not_found_by_it(board, client):
    board[1].duties = "录单，不包吃，不提供住宿"
    search_reindexing.forget_all()
    list(search_reindexing.write_anew())
    assert found(client, "包住 文员") == ["仓库文员"]


def test_an_index_of_an_older_version_is_asked_for_the_words_themselves(board, client):
    search_reindexing.set_version(2)
    assert found(client, "双休 文员") == ["仓库文员"]
    assert "货车司机" in found(client, "司机")


@pytest.mark.parametrize(
    "words", ["/", "或者", "/文员/", "、、", "包住/", "0元/时", "99999999999以上", "一" * 60]
)
def test_odd_lines_are_answered(board, client, words):
    found(client, words)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("不要司机", {"货车司机"}),
        ("除了文员以外都行", {"仓库文员", "门店文员"}),
        ("别给我推客服", {"电商客服"}),
        ("不要三班倒", {"电商客服"}),
        ("司机除外", {"货车司机"}),
        ("非文员", {"仓库文员", "门店文员"}),
        ("不要机房", {"公司机房值守"}),
    ],
)
def test_what_a_line_refuses_is_left_out_and_all_else_is_found(board, client, words, refused):
    assert set(found(client, words)) == {post.title for post in board} - refused


def test_a_line_wants_one_thing_and_refuses_another_and_says_so(board, client):
    assert found(client, "文员 不要双休") == ["门店文员"]
    (shown,) = client.get("/api/v1/jobs", query_string={"q": "文员 不要双休"}).json["understood"]
    assert shown["label"] == "不要双休"


@pytest.mark.parametrize(
    ("words", "title"), [("写代码", "后端开发工程师"), ("修水电", "物业维修工")]
)
def test_work_called_by_what_is_done_is_found(board, client, words, title):
    make_open_job(board[0].employer, title=title, duties="接单处理")
    assert found(client, words) == [title]
