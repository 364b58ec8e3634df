"""The posts of `posts.tsv` as the database keeps them, and what the lines of a queries file ask for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.factories import saved
from tests.factories.jobs import make_employer, make_open_job
from weijiayuan.db import db
from weijiayuan.jobs.queries.search_conditions import INDEX_VERSION
from weijiayuan.jobs.rules.minimum_wage import PayUnit, a_month
from weijiayuan.jobs.rules.states import JobKind
from weijiayuan.jobs.service import search_reindexing
from weijiayuan.places.models import Community, Street

HERE = Path(__file__).parent
STREETS = {
    "光明街道": "光明 碧眼 东周 白花 翠湖 迳口",
    "公明街道": "公明 上村 李松蓢 下村 西田",
    "新湖街道": "新羌 楼村 圳美",
    "凤凰街道": "甲子塘 东坑 塘尾 塘家 凤凰",
    "玉塘街道": "田寮 玉律 长圳 红星",
    "马田街道": "薯田埔 合水口 根竹园 马山头 石围 将围 石家 新庄",
}
KINDS = {
    "f": JobKind.FULL_TIME,
    "h": JobKind.HOURLY,
    "t": JobKind.TEMPORARY,
    "p": JobKind.PIECE_RATE,
    "i": JobKind.INTERNSHIP,
}
UNITS = {"月": PayUnit.MONTH, "时": PayUnit.HOUR, "日": PayUnit.DAY}
SUM_UNITS = {"m": PayUnit.MONTH, "h": PayUnit.HOUR, "d": PayUnit.DAY}


@dataclass(frozen=True)
class Post:
    """A line of `posts.tsv`: what was filled in, and what a person says of it."""

    title: str
    jobs: frozenset[str]
    pay: tuple[int, int, PayUnit]
    community: str
    kind: JobKind
    ticks: str
    days: int
    shift: str
    truth: frozenset[str]
    text: str

    @property
    def street(self) -> str:
        return next(name for name, places in STREETS.items() if self.community in places.split())

    @property
    def works_by_day(self) -> bool:
        said = self.truth & {"night", "s2", "s3"}
        return "day" in self.truth or (self.shift == "day" and not said)


def lines(name: str) -> Iterator[list[str]]:
    """Yield the cells of each line, comments left out."""
    for line in HERE.joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def read_posts() -> list[Post]:
    return [post_of(cells) for cells in list(lines("posts.tsv"))[1:]]


def post_of(cells: list[str]) -> Post:
    title, jobs, pay, community, form, truth, text = cells
    kind, ticks, days, shift = form.split("/")
    least, most, unit = re.fullmatch(r"(\d+)-(\d+)(.)", pay).groups()
    return Post(
        title=title,
        jobs=frozenset(jobs.split(",")),
        pay=(int(least), int(most), UNITS[unit]),
        community=community,
        kind=KINDS[kind],
        ticks=ticks,
        days=int(days),
        shift=shift,
        truth=frozenset(truth.split()),
        text=text,
    )


def fill() -> None:
    """Put streets, communities and all posts into the database, the first line oldest."""
    codes = {}
    for at, (name, places) in enumerate(STREETS.items(), 1):
        code = f"44031100{at}"
        street = db.session.scalar(select(Street).filter_by(code=code))
        street = street or saved(Street(code=code, name=name))
        for place, community in enumerate(places.split(), 1):
            codes[community] = f"{code}{place:03}"
            saved(Community(street_id=street.id, name=f"{community}社区", code=codes[community]))
    employers = [make_employer(name=f"{name}有限公司") for name in ("宏达", "鑫源", "天成", "华科")]
    for at, post in enumerate(read_posts()):
        make_open_job(employers[at % 4], **columns(post), community_code=codes[post.community])
    search_reindexing.set_version(INDEX_VERSION)


def columns(post: Post) -> dict[str, Any]:
    least, most, unit = post.pay
    return {
        "kind": post.kind,
        "title": post.title,
        "occupation": None,
        "duties": post.text,
        "requirements": "",
        "benefits": "",
        "pay_min_fen": least * 100,
        "pay_max_fen": most * 100,
        "pay_unit": PayUnit.PIECE if post.kind is JobKind.PIECE_RATE else unit,
        "base_pay_fen": least * 100 if post.kind is JobKind.PIECE_RATE else None,
        "days_per_week": post.days,
        "shifts": post.shift,
        "insured": "i5" in post.truth,
        "board": "b" in post.ticks,
        "lodging": "l" in post.ticks,
        "address": "工业园一栋",
    }


def answers(post: Post, expected: str) -> bool:
    """Say whether the post is one that the expectation names."""
    return all(holds(post, part) for part in expected.split())


def holds(post: Post, part: str) -> bool:
    name, _, value = part.partition(":")
    if part.startswith("!"):
        return part[1:] not in post.truth
    if part == "any":
        return True
    if not value:
        return post.works_by_day if name == "day" else bool(post.truth & {*name.split("|")})
    tests: dict[str, Callable[[str], bool]] = {
        "j": lambda word: word in post.jobs,
        "s": lambda word: word in (post.street, post.community),
        "c": lambda word: word == post.community,
        "t": lambda word: word in post.title or word in post.text,
        "k": lambda word: is_of_kind(post, word),
    }
    if name in SUM_UNITS:
        return pays(post, SUM_UNITS[name], value)
    return any(tests[name](word) for word in value.split("|"))


def is_of_kind(post: Post, word: str) -> bool:
    if word == "日结":
        return "日结" in post.title or "日结" in post.text or "当天结" in post.text
    return post.kind is {"小时": JobKind.HOURLY, "临时": JobKind.TEMPORARY}[word]


def pays(post: Post, unit: PayUnit, value: str) -> bool:
    least, _, most = value.partition("..")
    paid = Decimal(a_month(post.pay[0] * 100, post.pay[2])) / 100
    if unit is not PayUnit.MONTH:
        if post.pay[2] is not unit:
            return False
        paid = Decimal(post.pay[0])
    return int(least) <= paid <= (int(most) if most else paid)


def is_right(
    titles_found: list[Post], all_posts: list[Post], expected: str, *, says_loosened: bool
) -> bool:
    """Say whether the first five found, or all there are, answer the expectation."""
    if expected == "none":
        return not titles_found or says_loosened
    right = sum(answers(post, expected) for post in all_posts)
    first = titles_found[: min(5, right)]
    return (
        right > 0 and len(first) == min(5, right) and all(answers(each, expected) for each in first)
    )
