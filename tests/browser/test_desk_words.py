"""No page of the desk shows a code, a key or a computer's time where a person reads words."""

from tests.browser.machine_words import machine_words
from tests.browser.test_accounts import LOGIN
from tests.browser.test_desk_every_page import FIRST_ROW, everybody, go, signed_in

LEAST = 50
ROWS_TRIED = 1


def words_of(desk):
    """Return what is read on the page in front: its text, and the names of what can be chosen."""
    labels = desk.eval_on_selector_all(
        "main [aria-label], main [title]",
        "all => all.map(e => e.getAttribute('aria-label') || e.title)",
    )
    return machine_words("\n".join([desk.inner_text("main"), *labels]))


def test_no_page_of_the_desk_shows_a_machines_word(chromium, live):
    people = everybody(live)
    logins = {part for name in [*people, LOGIN] for part in name.split("-")}  # typed to sign in
    seen, found = set(), {}
    for who in people:
        desk = signed_in(chromium, live, who)
        pages = desk.eval_on_selector_all("#pages a", "all => all.map(a => a.getAttribute('href'))")
        for page in pages:
            if page in seen and page != "#/start":
                continue
            seen.add(page)
            go(desk, page)
            rows = desk.locator(FIRST_ROW)
            addresses = [
                rows.nth(at).get_attribute("href") for at in range(min(rows.count(), ROWS_TRIED))
            ]
            wrong = words_of(desk)
            for address in addresses:
                go(desk, address)
                wrong += words_of(desk)
            if set(wrong) - logins:
                found[f"{who} {page}"] = sorted(set(wrong) - logins)
        desk.context.close()
    assert len(seen) > LEAST
    assert found == {}
