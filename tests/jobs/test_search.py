"""Search: the same answers on both engines, whatever the words, filters and order."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.jobs import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_employer,
    make_open_job,
    make_places,
)
from weijiayuan.jobs.queries.facets import facets
from weijiayuan.jobs.queries.search import search
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.states import JobKind
from weijiayuan.jobs.service import publishing
from weijiayuan.kernel import clock
from weijiayuan.web.pagination import write_cursor

references = count(1)


def titles(client, query):
    answer = client.get(f"/api/v1/jobs?{query}")
    assert answer.status_code == 200, answer.json
    return [each["title"] for each in answer.json["items"]]


@pytest.fixture
def board(client):
    """Eight posts of one employer, the last published first in the list."""
    make_places()
    employer = make_employer()
    posts = [
        {"title": "小区保安", "duties": "巡逻"},
        {"title": "安保队长", "duties": "带队巡逻，管理夜班"},
        {"title": "电子普工", "occupation": "general_worker", "duties": "组装，无需经验"},
        {"title": "SMT操作工", "occupation": "assembler", "duties": "操作贴片机"},
        {
            "title": "保洁员",
            "occupation": "cleaner",
            "duties": "打扫，和保安一起值班",
            "community_code": OTHER_COMMUNITY,
        },
        {
            "title": "小时工收银",
            "occupation": "cashier",
            "kind": JobKind.HOURLY,
            "pay_unit": PayUnit.HOUR,
            "pay_min_fen": 2600,
            "pay_max_fen": None,
            "minutes_per_day": 240,
            "insured": False,
        },
        {
            "title": "厨师",
            "occupation": "cook",
            "board": True,
            "lodging": True,
            "pay_min_fen": 800_000,
            "pay_max_fen": None,
        },
        {
            "title": "C++软件工程师",
            "occupation": "software",
            "pay_min_fen": 1_500_000,
            "pay_max_fen": None,
        },
    ]
    return [make_open_job(employer, benefits="", **post) for post in posts]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("保安", ["安保队长", "小区保安", "保洁员"]),
        ("安保", ["安保队长", "小区保安", "保洁员"]),
        ("报安", ["安保队长", "小区保安", "保洁员"]),
        ("普工", ["SMT操作工", "电子普工"]),
        ("厨", ["厨师"]),
        ("夜班 安保", ["安保队长"]),
        ("夜班保安", ["安保队长"]),
        ("c++", ["C++软件工程师"]),
        ("smt", ["SMT操作工"]),
        (
            "測試",
            [
                "C++软件工程师",
                "厨师",
                "小时工收银",
                "保洁员",
                "SMT操作工",
                "电子普工",
                "安保队长",
                "小区保安",
            ],
        ),
        ("飞行员", []),
        ("，。!", []),
        ('" OR 1', []),
        ("')) --", []),
    ],
)
def test_words_find_titles_first_then_the_rest(board, client, words, expected):
    answer = client.get("/api/v1/jobs", query_string={"q": words, "limit": 50})
    assert [each["title"] for each in answer.json["items"]] == expected


def test_a_wrong_character_in_a_long_word_is_forgiven_and_said(board, client):
    answer = client.get("/api/v1/jobs?q=软件工程狮").json
    assert [each["title"] for each in answer["items"]] == ["C++软件工程师"]
    assert answer["loosened"] is True


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("月薪过三万 软件工程师", ["每月30000元以上"]),
        ("软件工程师 三班倒", ["三班倒"]),
        ("离家近的工作", ["离家近", "的", "工作"]),
    ],
)
def test_what_was_let_go_is_told_where_nothing_answers_the_whole_line(
    board, client, words, left_out
):
    answer = client.get("/api/v1/jobs", query_string={"q": words}).json

    assert answer["items"]
    assert (answer["loosened"], answer["left_out"]) == (True, left_out)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"community={OTHER_COMMUNITY}", ["保洁员"]),
        ("street=440311002", ["保洁员"]),
        ("kind=hourly", ["小时工收银"]),
        ("occupation=cook", ["厨师"]),
        ("pay_min_fen=800000", ["C++软件工程师", "厨师"]),
        ("pay_min_fen=226200&kind=hourly", ["小时工收银"]),
        ("pay_min_fen=226201&kind=hourly", []),
        ("minutes_max=240", ["小时工收银"]),
        ("board=true&lodging=true", ["厨师"]),
        ("insured=false", ["小时工收银"]),
        ("q=保安&community=" + COMMUNITY, ["安保队长", "小区保安"]),
        ("q=保安&pay_min_fen=800000", []),
    ],
)
def test_filters(board, client, query, expected):
    assert titles(client, query) == expected


def test_a_cursor_of_no_stage_is_refused_at_once(client):
    cursor = write_cursor([-9_000_000_000_000_000, 1])
    answer = client.get(f"/api/v1/jobs?q=普工&cursor={cursor}")
    assert (answer.status_code, answer.json["code"]) == (422, "web.cursor_malformed")


def test_posted_after_takes_a_date_or_a_moment(board, client):
    today = clock.local_date(clock.now())
    assert len(titles(client, f"posted_after={today}")) == 8
    assert titles(client, f"posted_after={today + timedelta(days=1)}") == []
    moment = (clock.now() - timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert len(titles(client, f"posted_after={moment}")) == 8


@pytest.mark.parametrize("query", ["q=保安", "", "q=保安&sort=newest"])
def test_pages_neither_skip_nor_repeat(board, client, query):
    whole, cursor = [], ""
    for _ in range(10):
        answer = client.get(f"/api/v1/jobs?{query}&limit=2{cursor}").json
        whole += [each["id"] for each in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    everything = client.get(f"/api/v1/jobs?{query}&limit=50").json["items"]
    assert whole == [each["id"] for each in everything]
    assert len(set(whole)) == len(whole) >= 3


@pytest.mark.parametrize("asked", ["q=保安", "kind=full_time", "q=保安&within_m=2500"])
def test_nearest_first_whether_few_or_many_squares_are_looked_through(client, asked):
    make_places()
    employer, dice = make_employer(), Random(5)
    degrees = (0.0005, 0.003, 0.02, 0.08, 3)
    for reach in degrees * 5:
        east, north = (dice.uniform(-reach, reach) for _ in range(2))
        make_open_job(employer, title="保安", lng=113.93 + east, lat=22.75 + north)

    seen, cursor = [], ""
    while cursor is not None:
        here = f"sort=nearest&near=113.9301,22.7502&datum=gcj02&limit=4&cursor={cursor}"
        page = client.get(f"/api/v1/jobs?{asked}&{here if cursor else here[:-8]}").json
        seen += [each["metres"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert seen == sorted(seen)
    assert len(seen) == 25 if "within" not in asked else 10 <= len(seen) < 25
    assert "within" not in asked or seen[-1] <= 2500


def test_nearest_first_with_the_distance(client):
    make_places()
    employer = make_employer()
    for name, lng in (("远", 113.99), ("近", 113.931), ("中", 113.95)):
        make_open_job(employer, title=f"{name}处保安", lng=lng, lat=22.75)
    make_open_job(employer, title="无处保安")

    answer = client.get(
        "/api/v1/jobs?q=保安&sort=nearest&near=113.93,22.75&datum=gcj02&limit=2"
    ).json
    assert [each["title"] for each in answer["items"]] == ["近处保安", "中处保安"]
    assert answer["items"][0]["metres"] == pytest.approx(103, abs=3)
    rest = client.get(
        f"/api/v1/jobs?q=保安&sort=nearest&near=113.93,22.75&datum=gcj02&cursor={answer['next_cursor']}"
    ).json
    assert [each["title"] for each in rest["items"]] == ["远处保安"]
    within = "near=113.93,22.75&datum=gcj02&within_m=3000"
    assert titles(client, within) == ["中处保安", "近处保安"]


def test_wgs84_points_are_moved_before_they_are_compared(client):
    make_places()
    make_open_job(make_employer(), lng=113.93489, lat=22.74702)
    metres = client.get("/api/v1/jobs?near=113.93,22.75&datum=wgs84&sort=nearest").json["items"][0][
        "metres"
    ]
    assert metres < 20


@ONE_DATABASE
@pytest.mark.parametrize(
    "query",
    [
        "near=113.9,22.7",
        "within_m=100",
        "sort=nearest",
        "near=x,y&datum=gcj02",
        "kind=king",
        "limit=51",
        "cursor=x",
        "pay_min_fen=1.5",
        "posted_after=soon",
    ],
)
def test_what_cannot_be_meant_is_refused(client, query):
    assert client.get(f"/api/v1/jobs?{query}").status_code == 422


def test_highlights_mark_title_and_snippet(board, client):
    item = client.get("/api/v1/jobs?q=保安").json["items"][-1]
    spans = item["highlights"]
    assert item["title"] == "保洁员"
    assert spans["title"] == []
    assert [item["snippet"][start:end] for start, end in spans["snippet"]] == ["保安"]


def test_facets_count_what_the_search_finds(board, client):
    counts = client.get("/api/v1/jobs/facets").json
    assert counts["total"] == 8
    assert counts["kind"] == {"full_time": 7, "hourly": 1}
    assert counts["community_code"] == {COMMUNITY: 7, OTHER_COMMUNITY: 1}
    assert counts["promises"] == {"insured": 7, "board": 1, "lodging": 1}
    assert counts["pay"]["800000"] == 2
    guards = client.get("/api/v1/jobs/facets?q=保安").json
    assert (guards["total"], guards["occupation"]["guard"]) == (3, 2)


def test_the_list_is_cached_until_something_changes(board, client):
    first = client.get("/api/v1/jobs")
    again = client.get("/api/v1/jobs", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    publishing.withdraw(board[0])
    later = client.get("/api/v1/jobs", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert len(later.json["items"]) == 7


def test_the_hot_list_asks_two_questions_and_its_cached_copy_one(board, client, statements):
    client.get("/api/v1/jobs?limit=7")
    assert len(statements) == 2
    statements.clear()
    client.get("/api/v1/jobs?limit=7")
    assert len(statements) == 1


def test_index_and_post_change_together(board, client, database):
    board[0].title = "园区门卫"
    publishing.index(board[0])
    assert titles(client, "q=园区") == ["园区门卫"]
    assert "小区保安" not in titles(client, "q=小区")


def test_every_piece_of_a_title_finds_it(database):
    make_places()
    title = "五金冲压模具学徒"
    make_open_job(make_employer(), title=title)
    today = clock.local_date(clock.now())
    for start in range(len(title)):
        for end in range(start + 1, len(title) + 1):
            found = search(Asked(q=title[start:end]), today=today, limit=5, cursor=None)
            assert [row.title for row in found.rows] == [title], title[start:end]


def test_facets_of_nothing_are_empty(database):
    today = clock.local_date(clock.now())
    assert facets(Asked(q="，"), today=today)["total"] == {"all": 0}


def test_nobody_can_write_themselves_into_a_filter(board, client, database):
    board[0].duties = "жboard0true Xboard0true board0true жstates0board"
    publishing.index(board[0])
    assert titles(client, "q=保安&board=true") == []


def test_words_and_facts_cross_as_words_and_columns_do(board, client):
    for filters in (
        "kind=full_time",
        "street=440311001",
        "occupation=guard",
        "insured=true",
        "lodging=false",
    ):
        with_words = set(titles(client, f"q=保安&{filters}&limit=50"))
        assert with_words == set(titles(client, "q=保安&limit=50")) & set(
            titles(client, f"{filters}&limit=50")
        )


@pytest.mark.parametrize("fact", ["community", "occupation"])
def test_a_fact_that_breaks_out_of_its_token_is_refused(client, fact):
    answer = client.get("/api/v1/jobs", query_string={"q": "保安", fact: 'x" OR "123456789'})
    assert answer.status_code == 422


def test_a_list_as_long_as_a_day_is_no_day(as_resident):
    asked = {"q": "保安", "posted_after": [{"a": 1}]}
    answer = as_resident().post("/api/v1/me/job-searches", json={"name": "新岗位", "asked": asked})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["asked.posted_after"])
