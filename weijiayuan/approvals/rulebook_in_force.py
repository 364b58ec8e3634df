"""The rulebook that decides now, and the ones that decided before, each ready to be asked.

Each process keeps the ones it used and looks at most every two seconds which one is in force.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app

from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rules import application_facts as reading
from weijiayuan.approvals.rules import automatic_approval_limits
from weijiayuan.approvals.rules.address_normalization import AddressKeys
from weijiayuan.approvals.rules.addresses import Gazetteer
from weijiayuan.approvals.rules.application_decision import Case, Decision, RulingCache, decide
from weijiayuan.approvals.rules.application_facts import Ground, Lookups, Reading
from weijiayuan.approvals.rules.application_form import Kind, kinds_of
from weijiayuan.approvals.rules.company_facts import anniversary
from weijiayuan.approvals.rules.place_agreement import CommunityCentre, centre
from weijiayuan.approvals.rules.reference_data import (
    authority,
    catalogue,
    divisions,
    familiar_letters,
    forbidden_words,
    given_name_letters,
    lexicon,
    ordinary_words,
    protected_names,
    understood_words,
    well_known_marks,
)
from weijiayuan.approvals.rules.reference_data import sheet as address_words
from weijiayuan.db import db
from weijiayuan.db import reading as reading_only
from weijiayuan.district.current_district import district
from weijiayuan.district.profile import DistrictProfile
from weijiayuan.places.district_files import boundary, sheet
from weijiayuan.rules_engine.pack.loader import is_case_file, read_files
from weijiayuan.rules_engine.rulebook import Rulebook

T = TypeVar("T")
NAME = "weijiayuan.approvals"
LOOK_EVERY = 2.0
MOST_KEPT = 4
ADDRESS_WORDS = (
    *("roads", "business", "estates", "villages"),
    *("units", "shops", "dwellings", "basements", "vague"),
)
NAME_WORDS = "name_words.yaml"
"""The words of names that 第 11 条 forbids; a text from before it had them uses those that ship."""
BORN = "birth_date"
FOLDER = Path(__file__).parent / "rulebook"


@cache
def ground_of(district: DistrictProfile) -> Ground:
    """Return the lists that applications in a district are read by."""
    gazetteer = gazetteer_of(district)
    return Ground(
        authority(district),
        catalogue(),
        lexicon(district),
        boundary(district),
        gazetteer,
        AddressKeys(gazetteer, lexicon(district).script),
        _centres_of(district),
    )


def _centres_of(district: DistrictProfile) -> tuple[CommunityCentre, ...]:
    """Return the communities of a district whose place is known."""
    territory = sheet(district, "territory.json")
    streets = {each["code"]: each["name"] for each in territory["streets"]}
    return tuple(
        centre(each["name"], streets.get(each.get("street"), ""), *each["centre_gcj02"])
        for each in territory["communities"]
        if each.get("centre_gcj02")
    )


@cache
def gazetteer_of(district: DistrictProfile) -> Gazetteer:
    """Return the words by which addresses in a district are read."""
    given, territory = address_words("addresses.toml"), sheet(district, "territory.json")
    streets = tuple(each["name"] for each in territory["streets"])
    names = {each["code"]: each["name"] for each in territory["streets"]}
    communities = {
        each["name"]: names.get(each.get("street"), "") for each in territory["communities"]
    }
    own = {district.name, district.city, district.province, district.short_name}
    own |= {each.removesuffix("街道").removesuffix("社区") for each in (*streets, *communities)}
    return Gazetteer(
        province=district.province,
        city=district.city,
        district=district.name,
        streets=streets,
        communities=communities,
        neighbours=tuple(each for each in authority(district).neighbours if each not in own),
        divisions=divisions() - own,
        **{name: tuple(given[name]) for name in ADDRESS_WORDS},
    )


def ground() -> Ground:
    """Return the lists of the district of the application at hand."""
    return ground_of(district())


class Decider:
    """One rulebook with its form, ready to decide applications."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._grounds: dict[int, tuple[Ground, Ground]] = {}

    @cached_property
    def cache(self) -> RulingCache:
        """Return the rulings that this process has computed."""
        return RulingCache(self.book)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        return kinds_of(self.book.pack)

    def decide(
        self,
        kind: str,
        answers: Mapping[str, Any],
        lookups: Lookups,
        *,
        by: Ground,
        on: date,
    ) -> tuple[Decision, Reading]:
        """Return the decision on an application, and how it was understood."""
        asked = self.kinds[kind]
        read = reading.read(kind, answers, lookups, self.ground(by), on=on)
        read = replace(read, facts=self.as_asked(read.facts, on))
        missing = [each.id for each in asked.missing(answers)]
        return decide(self.cache, Case(kind, asked.policies, read.facts, missing, on)), read

    def ground(self, by: Ground) -> Ground:
        """Return the lists of a district with the words of names that this rulebook forbids."""
        if id(by) not in self._grounds:
            text = name_words(self.book.pack.files.get(NAME_WORDS))
            lexicon = replace(
                by.lexicon,
                forbidden=forbidden_words(text),
                ordinary=ordinary_words(text),
                familiar=familiar_letters(text),
                understood=understood_words(text),
                given_names=given_name_letters(text),
                marks=well_known_marks(text),
                protected=protected_names(text),
            )
            lexicon.protected.prepare()
            self._grounds[id(by)] = by, replace(by, lexicon=lexicon)
        return self._grounds[id(by)][1]

    def as_asked(self, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
        """Return facts with the age, and with a date of birth only for a text that asks for one.

        That date is the latest that gives the age: nobody's own is kept. Decisions from before
        ages were facts are read so too.
        """
        age = automatic_approval_limits.age_of(facts, on)
        asked = {name: fact for name, fact in facts.items() if name != BORN}
        if age is None:
            return asked
        born = anniversary(on, -age) if BORN in self.book.pack.questions else None
        return asked | {"age": age} | ({BORN: born.isoformat()} if born else {})

    def weighed(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the facts that this rulebook asks for: an older one asks for fewer."""
        return {name: fact for name, fact in facts.items() if name in self.book.pack.questions}


def name_words(text: str | None) -> str:
    """Return the words of names of a text, or those that ship where it is from before them."""
    return text or (FOLDER / NAME_WORDS).read_text("utf-8")


@cache
def shipped() -> Decider:
    """Return the rulebook that ships."""
    return Decider(Rulebook.load(FOLDER))


def shipped_files() -> dict[str, str]:
    """Return every file of the rulebook that ships, cases too."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in sorted(FOLDER.rglob("*.yaml"))
    }


def decider_of(files: Mapping[str, str]) -> Decider:
    """Return the rulebook made of these files, or raise `PackInvalid`."""
    return Decider(
        Rulebook(read_files({name: text for name, text in files.items() if not is_case_file(name)}))
    )


class RulebookInForce:
    """Knows which rulebook is in force and keeps the last few compiled."""

    def __init__(self) -> None:
        self._looked_at = float("-inf")
        self._digest: str | None = None
        self._kept: OrderedDict[str, Decider] = OrderedDict()
        self._lock = threading.Lock()

    def decider(self) -> Decider:
        """Return the rulebook that decides now; the shipped one before any publication."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_EVERY:
            self._digest = _looked_up(rulebooks.newest_digest)
            self._looked_at = now
        return (self.of(self._digest) if self._digest else None) or shipped()

    def of(self, digest: str) -> Decider | None:
        """Return a rulebook by its digest; None if nobody knows it."""
        if digest == shipped().book.pack.digest:
            return shipped()
        with self._lock:
            found = self._kept.get(digest) or self._read(digest)
            if found is not None:
                self._kept[digest] = found
                self._kept.move_to_end(digest)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            return found

    def _read(self, digest: str) -> Decider | None:
        files = _looked_up(lambda: rulebooks.files_of(digest))
        return None if files is None else decider_of(files)

    def look_again(self) -> None:
        """Ask the database at the next request, whenever it looked last."""
        self._looked_at = float("-inf")


def _looked_up(question: Callable[[], T]) -> T:
    """Ask the database, in the transaction at hand or else in one that leaves nothing open."""
    if db.session().in_transaction():
        return question()
    with reading_only():
        return question()


def init_app(app: Flask) -> None:
    app.extensions[NAME] = RulebookInForce()


def current() -> RulebookInForce:
    """Return this process's knowledge of the rulebook in force."""
    found: RulebookInForce = current_app.extensions[NAME]
    return found
