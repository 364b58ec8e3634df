"""Hands that shake: a finger that comes down twice does one thing, and never what nobody aimed at."""

import random

import pytest

from tests.browser import visits
from weijiayuan.client.miniprogram_packages import tree

visits.load_all()
PACKAGES = {package.root or "main": list(package.pages) for package in tree().packages}
PAGES_A_PACKAGE = 2
GUARD = "Object.assign(host.run('core/steady.js'), { echo: 400, rest: 600 })"
RESTED = 700  # milliseconds after which a page that changed takes taps again
CALC = "pages/welfare/ask/ask"

# What can be tapped now, with where its middle is; and what a click went to, if that can be tapped.
WATCH = """() => {
  const TAPPABLE = 'button, [role=button], [role=link], [role=radio], [role=checkbox], [role=tab]'
  const page = () => document.querySelector('page:not([hidden])')
  const name = (e) => (e.getAttribute('aria-label') || e.innerText).replace(/\\s+/g, ' ').slice(0, 40)
  const box = (e) => e.getBoundingClientRect()
  const state = (e) => ['checked', 'pressed', 'expanded'].map((one) => e.getAttribute('aria-' + one)).find(Boolean)
  window.tappable = () => [...page().querySelectorAll(TAPPABLE)]
    .filter((e) => e.checkVisibility() && !e.disabled && e.getAttribute('aria-disabled') !== 'true')
    .map((e) => ({ e, name: name(e), main: e.matches('.main, [class*="--main"]'), x: box(e).x + box(e).width / 2, y: box(e).y + box(e).height / 2 }))
    .filter(({ e, x, y }) => x > 0 && y > 0 && e.contains(document.elementFromPoint(x, y)))
  window.named = () => tappable().map(({ e, ...rest }) => ({ ...rest, role: e.getAttribute('role') || e.tagName, state: state(e) }))
  window.stateAt = (name) => { const found = tappable().find((one) => one.name === name); return found ? state(found.e) : null }
  window.clicks = []
  document.addEventListener('click', (event) => {
    const e = event.target.closest(TAPPABLE)
    clicks.push(e && page().contains(e) ? name(e) : null)
  }, true)
}"""
IN_LETTERS = "(elder) => host.run('core/look.js').setElder(elder)"
LAUNCH = "async ([route, query]) => { await host.wx.reLaunch({ url: '/' + route + query }) }"


def double_tap(phone, x, y, pause):
    phone.page.touchscreen.tap(x, y)
    phone.page.wait_for_timeout(pause)
    phone.page.touchscreen.tap(x, y)


@pytest.fixture
def written(request):
    """Requests that change something, by a function that starts to listen to a phone."""
    seen = []

    def listen(phone):
        changes = {"POST", "PUT", "DELETE"}
        aside = ("/sessions", "/subscriptions", "/codes", "/advice", "/nearby", "/read")
        phone.page.on(
            "request",
            lambda one: (
                one.method in changes
                and not one.url.endswith(aside)
                and seen.append(f"{one.method} {one.url.split('/api/v1')[-1]}")
            ),
        )
        return seen

    return listen


@pytest.mark.parametrize("package", PACKAGES)
def test_a_double_tap_does_one_thing(package, live, make_phone, written):
    """Some pages of every package: something on it, twice within 50 to 350 ms; every second in 长者版."""
    chance = random.Random(package)
    phones, found = {}, []
    routes = PACKAGES[package]
    for at, route in enumerate(chance.sample(routes, min(PAGES_A_PACKAGE, len(routes)))):
        way = visits.visit_of(route, live)
        if way.persona not in phones:
            phone = phones[way.persona] = make_phone(persona=way.persona)
            phone.expect_fault("status of 4")
            phone.open("pages/about/about")
            phone.page.evaluate(WATCH)
            phone.written = written(phone)
        phones[way.persona].page.evaluate(IN_LETTERS, at % 2 == 1)
        found += shaken(phones[way.persona], route, way.query, chance)
    assert found == []


def shaken(phone, route, query, chance):
    phone.page.evaluate(LAUNCH, [route, query])
    phone.settle()
    choices = phone.page.evaluate("named()")
    mains = [one for one in choices if one["main"]]
    if not choices:
        return []
    aim = chance.choice(mains if mains and chance.random() < 0.6 else choices)
    pause = chance.randrange(50, 350)
    return [f"{route} {pause} ms: {one}" for one in tapped_twice(phone, aim, pause)]


def tapped_twice(phone, aim, pause):
    """What went wrong when something was tapped twice."""
    phone.written.clear()
    phone.page.evaluate(GUARD)
    depth = phone.page.evaluate("clicks.length = 0, host.pagesNow().length")
    double_tap(phone, aim["x"], aim["y"], pause)
    phone.settle()
    phone.page.evaluate("document.querySelectorAll('dialog').forEach((one) => one.close())")
    landed = [one for one in phone.page.evaluate("clicks") if one]
    if len(set(landed)) > 1:
        yield f"«{aim['name']}» and then «{landed[1]}»"
    if len(phone.written) > len(set(phone.written)):
        yield f"«{aim['name']}» wrote {phone.written}"
    if phone.page.evaluate("host.pagesNow().length") > depth + 1:
        yield f"«{aim['name']}» opened two pages"
    after = phone.page.evaluate("(name) => stateAt(name)", aim["name"])
    if aim["role"] not in {"radio", "tab"} and aim["state"] == after == "false":
        yield f"«{aim['name']}» was turned and turned back"


KEPT = "async () => (await host.run('core/draft.js').load('welfare') ?? []).map((one) => one.value)"


def at_a_choice(phone):
    """Skip questions of the calculator until one with answers to choose from."""
    phone.open(CALC)
    while not phone.page.get_by_role("radio").count():
        phone.tap("不清楚，先跳过")
        phone.settle()
    return phone.page.get_by_role("radio").all()


@pytest.mark.parametrize("pause", [50, 120, 250, 350])
def test_a_double_tap_answers_one_question(make_phone, pause):
    phone = make_phone()
    first = at_a_choice(phone)[0]
    before = len(phone.page.evaluate(KEPT))
    first.scroll_into_view_if_needed()
    phone.page.evaluate(GUARD)
    phone.page.wait_for_timeout(RESTED)
    box = first.bounding_box()
    double_tap(phone, box["x"] + 30, box["y"] + 20, pause)
    phone.settle()

    assert len(phone.page.evaluate(KEPT)) == before + 1


def test_what_is_shown_as_chosen_is_what_is_kept(make_phone):
    """On a slow server a second choice is not painted while the first is on its way."""
    phone = make_phone()
    first, second = at_a_choice(phone)[:2]
    before = len(phone.page.evaluate(KEPT))
    answers = []
    phone.page.route("**/welfare/assessments", lambda route: answers.append(route))  # noqa: PLW0108  # Playwright marks it
    first.tap()
    phone.let_arrive()
    second.dispatch_event("click")
    phone.let_arrive()
    painted = second.get_attribute("aria-checked")
    for answer in answers:
        answer.continue_()
    phone.page.unroute_all()
    phone.settle()

    assert painted == "false"
    assert len(phone.page.evaluate(KEPT)) == before + 1
