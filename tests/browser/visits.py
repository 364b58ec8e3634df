"""How tests reach pages that need something to show.

A page that opens without a query needs nothing here. For another, a file `visits_<domain>.py` beside
this one registers a function that makes what the page shows and says how to get there:

    @visit("pages/venues/venue/venue")
    def a_venue(live):
        return Visit(query=f"?id={first_venue(live)}", persona="neighbour")
"""

import importlib
from dataclasses import dataclass
from pathlib import Path

VISITS = {}


@dataclass(frozen=True)
class Visit:
    query: str = ""
    persona: str | None = None


def visit(route):
    """Register how to reach a page: a function of the live product that gives a `Visit`."""

    def keep(make):
        VISITS[route] = make
        return make

    return keep


def visit_of(route, live):
    found = VISITS.get(route, lambda _live: Visit())(live)
    if found.persona:
        in_ordinary_letters(live, found.persona)
    return found


def in_ordinary_letters(live, persona):
    """Take somebody out of 长者版, in which a page seen before may have left them."""
    speaker = live.session(persona)
    me = speaker.get(f"{live.base}/api/v1/me", timeout=10).json()
    kept = {key: me[key] for key in ("nickname", "community_code", "wants_suggestions")}
    plain = {"elderly_mode": False, "font_step": 0}
    assert speaker.put(f"{live.base}/api/v1/me", json=kept | plain, timeout=10).ok


def load_all():
    for path in sorted(Path(__file__).parent.glob("visits_*.py")):
        importlib.import_module(f"tests.browser.{path.stem}")
