"""A telephone in tests: a phone-sized page on which the mini-program runs."""

import re
from itertools import count
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

PEOPLE = count(1)
BRIDGE = 60  # milliseconds from what a person does to the page's code, as in WeChat
SIZE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 568}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast"]
"""What alone can differ where a page that was looked at only takes other colours."""
VIOLATIONS = """async (only) => {
  const wanted = { runOnly: only, resultTypes: ['violations'], preload: false }
  return (await axe.run(document, wanted)).violations
}"""
TARGETS = """([least]) => {
  const selector = 'button, a[href], input:not([type=file]), select, textarea, [role=button],'
    + '[role=link], [role=radio], [role=checkbox], [role=tab], [role=switch], [role=menuitem]'
  const hidden = (e) => e.closest('[hidden], [aria-hidden=true]')
    || !e.checkVisibility({ visibilityProperty: true })
  const area = (e) => e.matches('.wx-inner') ? e.closest('label') || e.closest('switch') || e
    : e.closest('picker') || e
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.outerHTML).slice(0, 40)
  return [...document.querySelectorAll(selector)]
    .filter((e) => !hidden(e) && !e.matches('.wx-slider'))
    .map((e) => ({ box: area(e).getBoundingClientRect(), name: name(e).replace(/\\s+/g, ' ') }))
    .filter(({ box }) => box.width > 0 && box.height > 0)
    .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
    .map(({ box, name }) => `too small: ${name} ${Math.round(box.width)}x${Math.round(box.height)}`)
}"""
QUIET = """() => {
  const waits = host.pending.size || document.querySelector('page:not([hidden]) [class*=--waiting]')
  host.quietFrames = waits ? 0 : (host.quietFrames || 0) + 1
  return host.quietFrames > 3
}"""
DATED = r"\b20\d\d-\d\d-\d\d\b"
"""A date as machines write it: no page shows one."""
ARRIVED = """() => !window.host || [...host.pending].every((one) => typeof one !== 'function')"""
CLIPPED = """() => {
  const pages = document.getElementById('pages')
  const wide = pages.scrollWidth > pages.clientWidth + 1
    ? [`the page is ${pages.scrollWidth} wide in ${pages.clientWidth}`] : []
  const cut = [...document.querySelectorAll('page:not([hidden]) *')]
    .filter((e) => e.checkVisibility() && e.children.length === 0 && e.innerText)
    .filter((e) => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
    .map((e) => `cut off: ${e.innerText.slice(0, 30)}`)
  const theirs = [...document.querySelectorAll('page:not([hidden]) button')]
    .filter((e) => e.checkVisibility() && String(e.computedStyleMap().get('width')) === '184px')
    .map((e) => `as wide as WeChat makes every button: ${e.innerText.slice(0, 30)}`)
  return [...wide, ...cut, ...theirs]
}"""


def new_context(browser, given):
    context = browser.new_context(
        viewport=SIZE,
        device_scale_factor=1,
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        **given,
    )
    context.set_default_timeout(15000)
    return context


class Drawer:
    """Phones that were put back: emptied of everything, their process still warm.

    To start a process and load its fonts takes longer than to show a page. One page that shows
    nothing keeps it running (see `--process-per-site` in conftest).
    """

    def __init__(self):
        self.held, self.kinds = {}, {}

    def take(self, browser, live, given):
        kind = (live.base, *sorted(given.items()))
        idle = self.held.setdefault(kind, [])
        if not idle:
            context = new_context(browser, given)
            context.new_page().goto(f"{live.base}/healthz")
            self.kinds[context] = kind
            return context
        return idle.pop()

    def put_back(self, context):
        keeper, *shown = context.pages
        for page in shown:
            page.close()
        wire = context.new_cdp_session(keeper)
        wire.send(
            "Storage.clearDataForOrigin", {"origin": self.kinds[context][0], "storageTypes": "all"}
        )
        wire.send("Network.clearBrowserCache")
        wire.detach()
        context.unroute_all()
        context.clear_permissions()
        context.set_geolocation(None)
        context.set_offline(False)
        held = self.held[self.kinds[context]]
        held[:] = [*(one for one in held if one is not context), context]


class Phone:
    """A page of the browser with what a person does on a telephone.

    `page` is Playwright's own; find things on it by role and name, as a person or a reader would.
    `faults` holds console errors; `expect_fault(pattern)` allows one kind of them.
    Its hands are steady: what guards against shaking ones makes nobody wait (see test_steady.py).
    """

    def __init__(self, live, context, page, persona, font):
        self.live, self.context, self.page = live, context, page
        self.persona, self.font = persona, font
        self.bridge, self.opened = BRIDGE, 0
        self.heard, self.allowed = [], []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))

    @classmethod
    def unpack(cls, browser, live, *, drawer=None, persona=None, dark=False, font=None, **given):
        """Make a phone; `font` is the text size set in WeChat (17 is the standard).

        One out of the `drawer` of this test process is as empty as a new one, and sooner on.
        """
        given["color_scheme"] = "dark" if dark else "light"
        context = drawer.take(browser, live, given) if drawer else new_context(browser, given)
        return cls(live, context, context.new_page(), persona or f"neighbour-{next(PEOPLE)}", font)

    def _console(self, message):
        if message.type == "error":
            self.heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    @property
    def faults(self):
        return [one for one in self.heard if not any(re.search(p, one) for p in self.allowed)]

    def expect_fault(self, pattern):
        """Allow console errors that match: `phone.expect_fault("status of 409")`."""
        self.allowed.append(pattern)

    def open(self, route="pages/home/home", query=""):
        """Open the mini-program at a page, as a link or a scanned code would."""
        font = f"&font={self.font}" if self.font else ""
        self.let_arrive()
        self.opened += 1  # another address, or the browser would only go to another place of it
        self.page.goto(
            f"{self.live.base}/?persona={self.persona}&bridge={self.bridge}{font}"
            f"&opened={self.opened}#/{route}{query}"
        )
        self.settle()
        return self

    def settle(self):
        """Wait until the mini-program runs, the network is quiet and nothing is being loaded."""
        self.page.wait_for_selector("html[data-ready]", state="attached")
        self.page.evaluate("Object.assign(host.run('core/steady.js'), { echo: 0, rest: 0 })")
        self.page.evaluate("host.quietFrames = 0")
        self.page.wait_for_function(QUIET)

    @property
    def route(self):
        """The page in front, with its query: "pages/home/home?x=1"."""
        return self.page.evaluate("location.hash.replace(/^#\\//, '')")

    def wait_for_route(self, start):
        self.page.wait_for_function(
            """start => location.hash.startsWith('#/' + start)
            && document.querySelector(`page[is="${start.split('?')[0]}"]:not([hidden])`)""",
            arg=start,
        )
        self.settle()

    @property
    def text(self):
        """All words of the page in front."""
        return self.page.inner_text("#pages")

    def tap(self, name, role="button", *, exact=False):
        self.page.get_by_role(role, name=name, exact=exact).first.tap()

    def write(self, label, text):
        self.page.get_by_role("textbox", name=label).fill(text)

    def sees(self, text):
        """Wait until the words stand on the screen."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def back(self):
        self.page.go_back()
        self.settle()

    def let_arrive(self):
        """Let what was done reach the page's code: WeChat's goes on when its view is left."""
        self.page.wait_for_function(ARRIVED)

    def refuse_messages(self):
        """Answer WeChat's question about messages with no, whenever it stands in the way."""
        question = self.page.get_by_role("dialog", name="接收消息")
        no = question.get_by_role("button", name="不用了")
        self.page.add_locator_handler(question, lambda _question: no.click())

    def answer_messages(self):
        """Leave the question about messages to the test."""
        self.page.remove_locator_handler(self.page.get_by_role("dialog", name="接收消息"))

    def reload(self):
        self.let_arrive()
        self.page.reload()
        self.settle()

    def offline(self, *, gone=True):
        self.context.set_offline(gone)

    def use_elder(self):
        """Turn on 长者版 from the foot of the page in front."""
        if self.page.locator("html[data-elder]").count() == 0:
            self.tap(re.compile("^长者版"))
        self.page.wait_for_selector("html[data-elder]", state="attached")

    def axe(self, rules=None):
        """What axe finds, a line for each element."""
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
        if not self.page.evaluate("Boolean(window.axe)"):  # as dear to load as it is to run
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(VIOLATIONS, only)
        return [
            f"{fault['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for fault in found
            for node in fault["nodes"]
        ]

    def small_targets(self, least):
        """What is too small for a finger, in CSS pixels."""
        return self.page.evaluate(TARGETS, [least])

    def clipped(self):
        """What does not fit: a page that scrolls sideways, words cut off, buttons left at 184 px."""
        return self.page.evaluate(CLIPPED)

    def machine_dates(self):
        """What stands on the page as machines write dates; people say 11月30日."""
        return [f"a machine's date: {found}" for found in re.findall(DATED, self.text)]

    def photograph(self, path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    def put_away(self):
        self.context.close()
