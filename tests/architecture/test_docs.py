"""The documents name what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("miniprogram/*.md")])
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
FLOORS = re.compile(r"contract:floors\]\n.*?exhaustive", re.DOTALL)
NAMED = re.compile(
    r"`((?:weijiayuan|tests|docs|static|miniprogram|migrations|tools|benchmarks)/[\w./-]*[\w/])`"
)

MODULE = re.compile(r"(?<![\w/{*])(?:\w+/)+\w+\.py\b")
MODULES = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in ("weijiayuan", "tests", "tools", "benchmarks", "migrations", "operate")
    for path in (ROOT / folder).rglob("*.py")
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(document):
    text = document.read_text("utf-8")
    links = {link for link in LINK.findall(text) if not (document.parent / link).exists()}
    assert links == set()


@pytest.mark.parametrize(
    "document",
    [
        ROOT / "README.md",
        ROOT / "SECURITY.md",
        ROOT / "docs" / "architecture.md",
        ROOT / "docs" / "districts.md",
    ],
)
def test_every_path_that_is_named_is_there(document):
    text = document.read_text("utf-8")
    assert {path for path in NAMED.findall(text) if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_that_is_named_is_there(document):
    """Where part of a path is enough for a reader, it still is the end of one."""
    named = set(MODULE.findall(document.read_text("utf-8")))
    assert {
        name for name in named if not any(path.endswith(f"/{name}") for path in MODULES)
    } == set()


def test_the_page_of_the_architecture_names_every_floor():
    floors = re.findall(r"\((\w+)\)", FLOORS.search((ROOT / "setup.cfg").read_text("utf-8"))[0])
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert {
        floor for floor in floors if not re.search(rf"`weijiayuan/{floor}(/|\.py)`", page)
    } == set()


def test_the_index_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in index} == set()


def test_every_place_and_test_of_the_security_table_is_there():
    rows = (ROOT / "docs" / "security" / "asvs.md").read_text("utf-8").splitlines()
    missing = [
        f"{section.strip()}: {name}"
        for row in rows
        if row.startswith("| V")
        for section, _, places, tests in [row.strip("|").split("|")]
        for folder, cell in (("weijiayuan", places), ("tests", tests))
        for name in filter(None, map(str.strip, cell.split(",")))
        if not (ROOT / folder / name).exists()
    ]
    assert missing == []
