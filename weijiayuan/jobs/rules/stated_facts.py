"""What a post says of its terms in so many words or in its form: 包住, 双休, 两班倒, 五险一金.

People ask for these in one word, so each is a filter that words of a question turn into. The words
are data/jobs/stated_facts.toml.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.obfuscation_removal import folded
from weijiayuan.jobs.rules.states import JobKind

FIVE_DAYS, SIX_DAYS = 5, 6
RESTS = {"rest_one", "rest_two", "rest_four"}
CLOSE_BEFORE = 5  # characters in front of the words in which a denial stands
OF_KIND = {
    JobKind.HOURLY: ("hourly", "part_time"),
    JobKind.TEMPORARY: ("temporary", "part_time"),
    JobKind.INTERNSHIP: ("intern",),
    JobKind.PIECE_RATE: ("piece_rate",),
}
OF_UNIT = {PayUnit.HOUR: "by_the_hour", PayUnit.DAY: "by_the_day", PayUnit.PIECE: "piece_rate"}
SHIFTS = {"night", "two_shifts", "three_shifts"}


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact by name, the phrases that ask for it, and the pattern by which posts say it."""

    name: str
    asked: tuple[str, ...]
    said: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a post says of its terms."""

    kind: JobKind
    pay_unit: PayUnit | None
    days_per_week: int | None
    shifts: str
    insured: bool
    board: bool
    lodging: bool


def stated_facts(text: str, form: Form) -> frozenset[str]:
    """Return the names of the facts that a post states, in its words or in its form.

    The form's day shift and days a week count only where the words say nothing else.

    >>> form = Form(JobKind.FULL_TIME, PayUnit.MONTH, 6, "day", True, False, False)
    >>> sorted(stated_facts("包吃住，两班倒，不包体检", form))
    ['board', 'insured', 'lodging', 'rest_one', 'two_shifts']
    """
    said, ticked = set(facts_said(folded(text).text)), set(facts_ticked(form))
    if said & SHIFTS:
        ticked.discard("day")
    if said & RESTS:
        ticked -= RESTS
    return frozenset(said | ticked | alone(said | ticked))


def alone(stated: set[str]) -> set[str]:
    """Return what is said of board or lodging where only one of them is given.

    >>> alone({"board", "night"}), alone({"board", "lodging"})
    ({'board_only'}, set())
    """
    given = stated & {"board", "lodging"}
    return {f"{name}_only" for name in given} if len(given) == 1 else set()


def facts_said(text: str) -> Iterator[str]:
    """Yield the facts that a folded text says and does not deny."""
    table = facts()
    for fact in table.values():
        if fact.said is None:
            continue
        for match in fact.said.finditer(text):
            before = text[max(0, match.start() - CLOSE_BEFORE) : match.start()]
            if not denied().search(before):
                yield fact.name
                break


def facts_ticked(form: Form) -> Iterator[str]:
    """Yield the facts that the form of a post says."""
    ticks = {"insured": form.insured, "board": form.board, "lodging": form.lodging}
    yield from (name for name, is_ticked in ticks.items() if is_ticked)
    yield from OF_KIND.get(form.kind, ())
    if form.pay_unit in OF_UNIT:
        yield OF_UNIT[form.pay_unit]
    if form.shifts in {*SHIFTS, "day"}:
        yield form.shifts
    if form.kind is JobKind.FULL_TIME and form.days_per_week:
        if form.days_per_week <= FIVE_DAYS:
            yield "rest_two"
        elif form.days_per_week == SIX_DAYS:
            yield "rest_one"


@cache
def table() -> dict[str, dict[str, list[str] | str] | str]:
    """Return the table as it is kept."""
    raw = files("weijiayuan").joinpath("data", "jobs", "stated_facts.toml").read_text("utf-8")
    return tomllib.loads(raw)


@cache
def denied() -> re.Pattern[str]:
    """Return what in front of the words says the opposite of them."""
    return re.compile(str(table()["denied"]))


@cache
def facts() -> dict[str, StatedFact]:
    """Return the facts by name."""
    return {
        name: StatedFact(
            name, tuple(entry["asked"]), re.compile(str(entry["said"])) if entry["said"] else None
        )
        for name, entry in table().items()
        if isinstance(entry, dict)
    }


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Return for each phrase of a question the facts that it asks for."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts().values():
        for phrase in fact.asked:
            found[phrase] = (*found.get(phrase, ()), fact.name)
    return found
