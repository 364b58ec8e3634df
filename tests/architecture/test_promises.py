"""What must hold for every domain, checked over all of them at once."""

import ast
from pathlib import Path

import pytest

import weijiayuan
from weijiayuan.kernel.errors import DomainError
from weijiayuan.personal_data.service import KEEPERS
from weijiayuan.samples import LOADERS
from weijiayuan.web.messages import catalogue

SOURCE = Path(weijiayuan.__file__).parent
OPEN_PAGES = {"client", "console", "docs", "fake_wechat", "health"}


@pytest.fixture
def routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in app.view_functions]


def test_every_endpoint_is_guarded(app, routes):
    unguarded = {
        rule.endpoint.split(".")[0]
        for rule in routes
        if not hasattr(app.view_functions[rule.endpoint], "guard")
    }
    assert unguarded <= OPEN_PAGES


def test_every_refusal_has_a_sentence(app):
    codes = {kind.code for kind in _descendants(DomainError) if "code" in vars(kind)}
    assert codes - catalogue().keys() == set()


def test_no_refusal_shares_its_code_with_another_meaning(app):
    kinds = {}
    for kind in _descendants(DomainError):
        if "code" in vars(kind) and not kind.code.startswith("web."):
            kinds.setdefault(kind.code, []).append(kind.__qualname__)
    assert {code: names for code, names in kinds.items() if len(names) > 1} == {}


def test_one_place_commits():
    places = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert places <= {"db/transaction.py"}


def test_every_domain_that_keeps_personal_data_gives_copies_and_forgets():
    keepers = {keeper.__name__.split(".")[1] for keeper in KEEPERS.values()}
    assert _domains_with("personal_data.py") == keepers


def test_every_domain_with_samples_has_them_loaded():
    loaded = {loader.__module__.split(".")[1] for loader in LOADERS}
    assert _domains_with("sample.py") == loaded


def test_no_patch_anywhere_because_wx_request_has_none(routes):
    assert [rule.rule for rule in routes if "PATCH" in rule.methods] == []


def _domains_with(room):
    return {path.parent.name for path in SOURCE.glob(f"*/{room}")}


def _descendants(kind):
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
