"""Every deciding call of the desk names what was read, or is known not to need or not yet to do it."""

import re
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "static" / "console"
CALL = re.compile(r"(?<!\w)(?:change|ask|send)\((`[^`]*\$\{[^`]*`|path[^,)]*)(.{0,160})")
NAMES_WHAT_WAS_READ = re.compile(r"seen:|version|revision|attempt|proposal|text_hash")

ALIKE_EVER_AFTER = {
    "accounts/requests.js": "what was asked for is never rewritten, and is decided once",
    "appeals/roster.js": "a shift is made and ended, never rewritten",
    "approvals/closings.js": "an objection ends whatever closing there is, by the number of a licence",
    "approvals/rulebooks.js": "a proposed version is never rewritten",
    "commons/ballots.js": "a question put to the vote is never rewritten; a file names its digest",
    "commons/rolls.js": "a roll is replaced by a newer one, never rewritten",
    "commons/filings.js": "a covenant that was decided is never rewritten",
    "directory/charter.js": "a charter is signed as it stands and never rewritten",
    "directory/loans.js": "a member leaves, whatever it is called now",
    "directory/mending.js": "the version stands in what is sent",
    "sensing/rules.js": "a proposed version is never rewritten",
    "table/views.js": "one's own",
    "accounts/mine.js": "one's own",
    "venues/requests.js": "the version stands in what is sent",
    "venues/venues.js": "who is touched is shown first and sent along",
    "welfare/household.js": "keeps nothing",
    "welfare/packs.js": "a published pack is never rewritten",
    "welfare/proposal.js": "a proposed pack is never rewritten",
}
NOT_YET = {
    "accounts/accounts.js": 1, "appeals/caseload.js": 1, "appeals/court.js": 3,
    "appeals/mediations.js": 9, "approvals/revocations.js": 1, "commons/covenants.js": 3,
    "commons/desk.js": 8, "commons/foundings.js": 3, "commons/meeting.js": 3,
    "commons/organisations.js": 1, "commons/outcomes.js": 1, "events/assists.js": 2,
    "events/bulk.js": 1, "events/left-words.js": 1, "events/moves.js": 1, "events/order.js": 1,
    "events/photos.js": 1, "events/supervisions.js": 1, "jobs/fairs.js": 1, "markets/desk.js": 2,
    "venues/decisions.js": 3,
}  # fmt: skip
"""How many calls of a page name no version yet: fewer is better, more is refused."""


def unnamed() -> dict[str, int]:
    """How many calls that act on something name no version, by page."""
    found: dict[str, int] = {}
    for path in sorted(CONSOLE.rglob("*.js")):
        page = path.relative_to(CONSOLE).as_posix()
        if page.startswith(("vendor", "shell")):
            continue
        for call in CALL.finditer(path.read_text("utf-8")):
            reads = not call[0].startswith("change") and "method" not in call[2]
            if not reads and not NAMES_WHAT_WAS_READ.search(call[2]):
                found[page] = found.get(page, 0) + 1
    return found


def test_what_acts_on_something_names_the_version_that_was_read():
    found = {page: count for page, count in unnamed().items() if page not in ALIKE_EVER_AFTER}
    assert found == NOT_YET


def test_no_reason_outlives_its_page():
    assert set(unnamed()) >= set(ALIKE_EVER_AFTER)


def test_a_request_for_a_venue_is_approved_in_the_version_on_the_page():
    page = (CONSOLE / "venues" / "requests.js").read_text("utf-8")
    assert "{ revision: one.revision }" in page
