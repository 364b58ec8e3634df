"""Every page of the desk, at four widths, by day and by night: axe finds nothing, nothing is cut off.

One browser and one sign-in for each sample person; a page that several duties share is looked at
once. Where a page lists rows that open, the first of them is opened too.
"""

import json
import re
from contextlib import suppress

import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as NotQuiet

from tests.browser.conftest import SCREENSHOTS
from tests.browser.phone import COLOURS, DATED, RULES
from tests.browser.test_console import TORN_TABLES, UNWRITTEN
from weijiayuan.kernel.package_data_paths import shipped_folder

CONSOLE = shipped_folder("static") / "console"
WIDTHS = (1366, 1440, 1920, 3840)
WIDE_ENOUGH = 0.7  # of the window, navigation aside
TOKEN = "weijiayuan.console.token"
SEARCH = "#/search?q=事项"
LEAST = 50
QUIET_AFTER = 2000
THEMES = ("light", "dark")
RUN = """options => axe.run(document, options).then(({violations}) => violations.flatMap(
    ({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`)))"""
EVERY_RULE = {"type": "tag", "values": RULES}
BY_WIDTH = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
"""What alone can differ where a page that was looked at only takes another width."""
BY_THEME = {"type": "rule", "values": COLOURS}
BREAKPOINT = re.compile(
    r"(@media[^{]*?(?:min|max)-width: *([\d.]+)(px|r?em)[^{]*)\{((?:[^{}]|\{[^{}]*\})*)\}"
)
PIXELS = {"px": 1, "em": 16, "rem": 16}
PAINTS = re.compile(
    r"(colou?r|background|opacity|display|visibility|fill|filter|content|font|position)\b[\w-]*:"
)
DRAWN = "() => !document.querySelector('main > [data-before]') && document.querySelector('main h1')"
FIRST_ROW = "main .list tbody td:not(.pick) a[href^='#/']"


def everybody(live):
    found = requests.get(f"{live.base}/api/v1/staff/samples", timeout=10).json()["items"]
    return [each["username"] for each in found]


def signed_in(chromium, live, who):
    """Return a page at the desk as a sample person, with axe at hand."""
    at = f"{live.base}/api/v1/staff/samples/{who}/sessions"
    token = requests.post(at, json={}, timeout=10).json()["token"]
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_init_script(f"sessionStorage.setItem('{TOKEN}', {json.dumps(token)})")
    desk = context.new_page()
    desk.goto(f"{live.base}/console/")
    desk.wait_for_selector("#pages a")
    desk.evaluate(Axe().axe_script)
    return desk


def go(desk, address):
    """Open an address and wait until its page is drawn, which may be as it was before."""
    desk.evaluate(
        """address => {
            for (const part of document.querySelector('main').children) part.dataset.before = '';
            location.hash = address;
        }""",
        address,
    )
    desk.wait_for_function(DRAWN)
    with suppress(NotQuiet):  # the screens listen without end
        desk.wait_for_load_state("networkidle", timeout=QUIET_AFTER)


def rules_for(width, theme):
    """Return what is asked of a page: everything once, then what a width or a theme can change.

    No width changes a colour (asked below), and no theme the size of anything.
    """
    if width != WIDTHS[0]:
        return BY_WIDTH if theme == THEMES[0] else None
    return EVERY_RULE if theme == THEMES[0] else BY_THEME


def looked_at(desk, name):
    """Return what is wrong with the page in front, by width and theme."""
    found = {}
    for theme in THEMES:
        desk.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            desk.set_viewport_size({"width": width, "height": 900})
            wrong = strips(desk, width)
            if rules := rules_for(width, theme):
                options = {"runOnly": rules, "resultTypes": ["violations"]}
                wrong += desk.evaluate(RUN, options)
            if wrong:
                found[f"{name} {width} {theme}"] = wrong
    torn = desk.evaluate(TORN_TABLES) + desk.evaluate(UNWRITTEN)
    torn += [f"a machine's date: {date}" for date in re.findall(DATED, desk.inner_text("main"))]
    refused = desk.eval_on_selector_all(".fault", "all => all.map(one => one.innerText)")
    return found | (
        {f"{name} says": [*torn, *filter(None, refused)]} if torn or any(refused) else {}
    )


def strips(desk, width):
    """What is wider than the window, or leaves most of it empty."""
    scroll = desk.evaluate("() => document.documentElement.scrollWidth")
    sheet = desk.evaluate("() => document.querySelector('main').getBoundingClientRect().width")
    wide = [f"scrolls sideways: {scroll}"] if scroll > width else []
    return wide + ([f"a strip of {sheet}"] if sheet < WIDE_ENOUGH * width else [])


def test_no_width_changes_a_colour():
    """What lies between the widths changes sizes alone, so that one width shows all colours."""
    between = [
        f"{sheet.name}: {query}"
        for sheet in CONSOLE.rglob("*.css")
        for query, size, unit, block in BREAKPOINT.findall(sheet.read_text("utf-8"))
        if WIDTHS[0] < float(size) * PIXELS[unit] <= WIDTHS[-1] and PAINTS.search(block)
    ]
    assert between == []


def test_every_page_of_the_desk_holds_at_four_widths_by_day_and_by_night(chromium, live):
    seen, found = set(), {}
    for who in everybody(live):
        desk = signed_in(chromium, live, who)
        faults = []
        desk.on("pageerror", lambda fault, into=faults: into.append(str(fault)))
        pages = desk.eval_on_selector_all("#pages a", "all => all.map(a => a.getAttribute('href'))")
        for page in [*pages, SEARCH]:
            if page in seen and page != "#/start":
                continue
            seen.add(page)
            go(desk, page)
            found |= looked_at(desk, f"{who} {page}")
            desk.screenshot(
                path=SCREENSHOTS / "every" / f"{page.strip('#/').replace('/', '-')}.png"
            )
            if desk.locator(FIRST_ROW).count():
                go(desk, desk.locator(FIRST_ROW).first.get_attribute("href"))
                found |= looked_at(desk, f"{who} {page}/one")
                desk.screenshot(
                    path=SCREENSHOTS / "every" / f"{page.strip('#/').replace('/', '-')}-one.png"
                )
        if faults:
            found[f"{who} errors"] = faults
        desk.context.close()
    assert len(seen) > LEAST
    assert found == {}
