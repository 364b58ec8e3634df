"""The ten tasks: how many taps or keys each takes, and how long; the table goes to `var/ten-tasks.md`.

`make tasks` measures them and prints it. Seconds are those of the machine
with the guard against shaking hands on: what people think and read comes on top.
"""

from time import monotonic
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.ten_tasks import GRANTED, TASKS, Hand
from tests.browser.test_console import sign_in
from tests.browser.test_desk_day import HOLES, report, state_of

TABLE = SCREENSHOTS.parent / "ten-tasks.md"
MATTERS = 30
MOST_KEYS_EACH = 2
PERSON = f"ten-tasks-{uuid4().hex[:6]}"
AFTER = {"tip": "lamp", "cancel": "court"}
"""What has to be done before, by the same person."""


@pytest.fixture(scope="module")
def measured():
    """What was measured, by task; written down when all are through."""
    rows = {}
    yield rows
    lines = ["| 事情 | 点几下 / 按几键 | 秒 |", "| --- | --- | --- |"]
    lines += [f"| {name} | {taps} | {seconds:.1f} |" for name, taps, seconds in rows.values()]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def do(make_phone, task, measured=None):
    """Do a task as the person of this run; tell how it went."""
    name, work, most = TASKS[task]
    hand = Hand(make_phone(persona=PERSON, **GRANTED))
    begun = monotonic()
    work(hand)
    took = monotonic() - begun
    if measured is not None:
        measured[task] = name, hand.taps, took
    return hand.taps, most


@pytest.mark.parametrize("task", TASKS)
def test_what_people_come_for_takes_few_taps(make_phone, measured, task):
    if (before := AFTER.get(task)) and before not in measured:
        do(make_phone, before)
    taps, most = do(make_phone, task, measured)
    assert taps <= most


def test_thirty_matters_are_dispatched_by_keys_alone(desk, live, measured):
    numbers = [report(live, f"{HOLES[n % len(HOLES)]}，第{n}处") for n in range(MATTERS)]
    sign_in(desk, live, "dispatcher")
    expect(desk.get_by_role("heading", name="等我办的", level=1)).to_be_visible()
    desk.evaluate(
        "() => { location.hash = '#/matters?mine=true&state=submitted&category=06013&sort=-reported' }"
    )
    expect(desk.get_by_role("row", name=numbers[-1])).to_be_visible()
    desk.evaluate(
        "() => { window.keys = 0; addEventListener('keydown', () => { keys += 1; }, true) }"
    )
    begun = monotonic()
    keys = desk.keyboard
    left = set(numbers)
    while left:
        keys.press("j")
        row = desk.locator("tbody tr.active").inner_text()
        found = {number for number in left if number in row}
        if found:
            keys.press("x")
            left -= found
    act = desk.get_by_role("button", name="受理并派单")
    while not act.evaluate("button => button === document.activeElement"):
        keys.press("Tab")
    keys.press("Enter")
    preview = desk.get_by_role("dialog")
    expect(preview.get_by_role("row")).to_have_count(MATTERS + 1, timeout=60_000)
    keys.press("Enter")
    expect(preview).to_contain_text(f"已办{MATTERS}条，共{MATTERS}条", timeout=120_000)
    keys.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    pressed = desk.evaluate("keys")
    measured["day"] = f"分拨员的一天：{MATTERS}件（只用键盘）", pressed, monotonic() - begun
    assert {state_of(live, number) for number in numbers} == {"dispatched"}
    assert pressed < MATTERS * (MOST_KEYS_EACH + 1)
