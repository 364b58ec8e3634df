"""What must hold for every domain, checked over all of them at once."""

import ast
import inspect
from pathlib import Path

import pytest

import weijiayuan
from weijiayuan.kernel.errors import DomainError
from weijiayuan.personal_data.service import KEEPERS
from weijiayuan.samples import LOADERS
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.messages import catalogue

SOURCE = Path(weijiayuan.__file__).parent
SIGNED = {"sample_staff.sign_in_as", "wechat-push.take_push"}
"""Whoever posts here proves with every call who they are, or exists beside samples only."""
WRITE_WITHOUT_A_KEY = {
    "commons_ballots.give_proxy",
    "commons_ballots.vote",
    "court.take_in_result",
    "events.look_up_reporters",
    "open311.create_update",
    "sample_staff.sign_in_as",
    "sensor_things.add_observation",
    "sensor_things.create_observations",
    "sessions.sign_in",
    "settled.say_as_other_side",
    "taking_part.decline_invitation",
    "taking_part.read_invitation",
    "wechat-push.take_push",
}
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


def test_whoever_posts_without_an_account_is_counted(app, routes):
    """A door without a limit is one at which a stranger can spend the city's processors."""
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in posted(routes)}
    uncounted = {
        endpoint
        for endpoint, view in views.items()
        if getattr(view, "guard", None) is open_to_all
        and not view.is_limited
        and "check_anonymous_limit" not in source_of(view)
    }
    assert uncounted == SIGNED


def test_whatever_only_checks_asks_for_no_turn_to_write(app, routes):
    """What takes no key keeps nothing for a person; the few that write all the same are known."""
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in posted(routes)}
    writing = {
        endpoint
        for endpoint, view in views.items()
        if getattr(view, "writes", False) and not view.keyed
    }
    assert writing == WRITE_WITHOUT_A_KEY


def posted(routes):
    return [rule for rule in routes if "POST" in rule.methods and "fake" not in rule.endpoint]


def source_of(view):
    """The text of a view and of the functions of ours that it calls."""
    function = inspect.unwrap(view)
    named = [function.__globals__.get(name) for name in function.__code__.co_names]
    ours = [inspect.unwrap(each) for each in named if inspect.isfunction(each)]
    return "".join(inspect.getsource(each) for each in [function, *ours])


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
