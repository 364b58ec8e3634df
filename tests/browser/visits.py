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
    return VISITS.get(route, lambda _live: Visit())(live)


def load_all():
    for path in sorted(Path(__file__).parent.glob("visits_*.py")):
        importlib.import_module(f"tests.browser.{path.stem}")
