"""An index of an older version is written anew by itself, while search goes on."""

from sqlalchemy import select, update

from tests.factories.jobs import OTHER_COMMUNITY, make_employer, make_open_job
from weijiayuan.db import db
from weijiayuan.jobs import periodic_tasks
from weijiayuan.jobs.models import JobBoard, job_search
from weijiayuan.jobs.queries.search_conditions import INDEX_VERSION, is_index_whole
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.search_tokens import filter_tokens, tokens
from weijiayuan.jobs.rules.spatial_grid_cells import squares
from weijiayuan.jobs.rules.stated_facts import Form, stated_facts
from weijiayuan.jobs.rules.states import JobKind
from weijiayuan.jobs.service import publishing, search_reindexing
from weijiayuan.kernel import clock

FILTERED = "q=保安&kind=full_time&insured=true"
INDEXED = job_search.c


def old_post(**given):
    """A post as it was published by a version that kept no facts among the words."""
    made = make_open_job(**given)
    words = {
        "title_tokens": publishing.as_index(publishing.title_tokens(made)),
        "all_tokens": publishing.as_index(publishing.all_tokens(made)),
    }
    row = update(job_search).where(INDEXED.job_id == made.id)
    db.session.execute(row.values(version=0, **words))
    db.session.execute(update(JobBoard).values(index_version=0))
    return made


def titles(client, query):
    return [each["title"] for each in client.get(f"/api/v1/jobs?{query}").json["items"]]


def numbers():
    rows = select(INDEXED.number, INDEXED.job_id).order_by(INDEXED.number)
    return db.session.execute(rows).all()


def test_a_database_of_a_version_before_is_searched_and_then_written_anew(client):
    employer = make_employer()
    for place in ("东门", "西门", "南门"):
        old_post(employer=employer, title=f"{place}保安")
    before = numbers()
    assert titles(client, FILTERED) == ["南门保安", "西门保安", "东门保安"]
    assert titles(client, f"q=保安&community={OTHER_COMMUNITY}") == []

    assert periodic_tasks.renew_index(clock.now()) == "3 posts indexed anew"

    assert is_index_whole()
    assert numbers() == before  # nobody is told of old posts as if they were new
    assert titles(client, FILTERED) == ["南门保安", "西门保安", "东门保安"]
    assert periodic_tasks.renew_index(clock.now()) == ""


def test_it_goes_on_in_portions_where_it_was_stopped(client):
    for _ in range(3):
        old_post()

    assert search_reindexing.write_portion(2) == 2
    assert not is_index_whole()
    assert len(titles(client, FILTERED)) == 3

    assert list(search_reindexing.write_anew()) == [1]
    assert is_index_whole()


def test_a_post_changed_meanwhile_keeps_its_newer_row(client):
    post = old_post(title="北门保安")
    older = search_reindexing.older_rows()
    post.title = "北门门卫"
    publishing.index(post)

    search_reindexing.renew(older)

    assert titles(client, "q=北门") == ["北门门卫"]
    assert len(numbers()) == 1


def test_a_new_database_has_a_whole_index(database):
    assert is_index_whole()
    make_open_job()
    assert db.session.scalar(select(INDEXED.version)) == INDEX_VERSION


def test_the_command_adds_what_is_missing(app, client):
    post = make_open_job(title="北门保安")
    publishing.withdraw(post)
    assert titles(client, "q=保安") == []

    answer = app.test_cli_runner().invoke(args=["jobs", "reindex"])

    assert answer.exit_code == 0, answer.output
    assert titles(client, "q=保安") == ["北门保安"]


def test_posts_that_are_cut_otherwise_need_another_version():
    """Whoever must change what stands here raises INDEX_VERSION with it."""
    facts = filter_tokens(kind="full_time", street="440311001", insured=True, employer="a-b")
    cut = tokens("C++工程师，兩班倒 SMT②♂")
    assert INDEX_VERSION == 5
    assert squares(100, -100) == ["500x2000x1999", "2000x500x499", "8000x125x124"]
    assert facts == ["жkind0fulltime", "жstreet0440311001", "жinsured0true", "жemployer0ab"]
    assert "".join(cut[:2]) == "cplusplus工"
    assert cut[1:] == [
        "工",
        "程",
        "师",
        "工程",
        "程师",
        "两",
        "班",
        "倒",
        "两班",
        "班倒",
        "smt2",
        "男",
        "ф工程师",
    ]
    form = Form(JobKind.FULL_TIME, PayUnit.DAY, 5, "day", insured=True, board=False, lodging=False)
    stated = {"by_the_day", "insured", "lodging", "lodging_only", "rest_two", "two_shifts"}
    assert stated_facts("两班倒，包住，不包吃", form) == stated
