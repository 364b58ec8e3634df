"""Every deciding call of the desk names what was read, or is known not to need or not yet to do it."""

import re
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "static" / "console"
CALL = re.compile(r"(?<!\w)(?:change|ask|send)\((`[^`]*\$\{[^`]*`|path[^,)]*)(.{0,160})")
NAMES_WHAT_WAS_READ = re.compile(r"seen:|version|revision|attempt|proposal|text_hash")

ALIKE_EVER_AFTER = {
    "appeals/caseload.js": "a code for the other side decides nothing",
    "appeals/court.js": "a room that was checked is noted anew each time",
    "appeals/mediations.js": "adds a side, a guardian, a code, a room or a mediator: rewrites nothing",
    "approvals/revocations.js": "names a licence and its version; a decision names its proposal",
    "commons/covenants.js": "a covenant and a sheet of consent are written anew, never rewritten",
    "commons/desk.js": "topics, questions, demands and papers are written once; a text is its review",
    "events/moves.js": "shows who reported, and notes the look",
    "events/supervisions.js": "a supervision is opened once and answered once",
    "markets/desk.js": "what people are told is what was written",
    "venues/decisions.js": "a standing booking and an objection are written once, decided once",
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
    assert found == {}


def test_no_reason_outlives_its_page():
    assert set(unnamed()) >= set(ALIKE_EVER_AFTER)


def test_a_request_for_a_venue_is_approved_in_the_version_on_the_page():
    page = (CONSOLE / "venues" / "requests.js").read_text("utf-8")
    assert "{ revision: one.revision }" in page
