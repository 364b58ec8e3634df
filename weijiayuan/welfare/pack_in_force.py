"""The pack that answers now, the same in every process within seconds of a publication.

Each process keeps the compiled packs it used and looks at most every two seconds which one is in
force. Nobody restarts, and a request is answered by one pack from beginning to end.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from flask import Flask, current_app

from weijiayuan.db import db, reading
from weijiayuan.district.current_district import DISTRICT
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.welfare import queries
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files
from weijiayuan.welfare.builtin_pack import shipped, whole_folder

T = TypeVar("T")

NAME = "weijiayuan.welfare"
LOOK_EVERY = 2.0
MOST_KEPT = 4


class CurrentPack:
    """Knows which pack is in force and keeps the last few compiled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.look_every = LOOK_EVERY
        self._looked_at = float("-inf")
        self._timetable: list[tuple[date, str]] = []
        self._kept: OrderedDict[str, Adviser] = OrderedDict()
        self._lock = threading.Lock()

    def adviser(self, on: date | None = None) -> Adviser:
        """Return the adviser on the pack in force; the shipped one before any publication.

        For a day to come it is the pack that is approved to be in force then. A day that has
        passed is answered by today's: its rules are dated, and mistakes in older texts mended.
        """
        digest = self._in_force(on)[1]
        if digest is None:
            return self.shipped()
        return self.published(digest) or self.shipped()

    def since(self, on: date | None = None) -> date | None:
        """Return from which day that pack is in force; None if it shipped with the product."""
        return self._in_force(on)[0]

    def _in_force(self, on: date | None) -> tuple[date | None, str | None]:
        now, today = time.monotonic(), clock.local_date(clock.now())
        if now - self._looked_at >= self.look_every:
            self._timetable = _looked_up(queries.timetable)
            self._looked_at = now
        day = max(on or today, today)
        begun = [entry for entry in self._timetable if entry[0] <= day]
        return begun[-1] if begun else (None, None)

    def shipped(self) -> Adviser:
        """Return the adviser on the pack that ships with the district."""
        return shipped(self._folder)

    def shipped_files(self) -> dict[str, str]:
        """Return every file of the pack that ships, its worked cases too."""
        return whole_folder(self._folder)

    def files(self, digest: str) -> Mapping[str, str]:
        """Return every file of a pack by its digest, its worked cases too; none if unknown."""
        found = _looked_up(lambda: queries.files_of(digest))
        if found is None and digest == self.shipped().pack.digest:
            return self.shipped_files()
        return found or {}

    def published(self, digest: str) -> Adviser | None:
        """Return the adviser on a pack by its digest; None if nobody knows it."""
        if digest == self.shipped().pack.digest:
            return self.shipped()
        with self._lock:
            found = self._kept.get(digest) or self._read(digest)
            if found is not None:
                self._kept[digest] = found
                self._kept.move_to_end(digest)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            return found

    def _read(self, digest: str) -> Adviser | None:
        files = _looked_up(lambda: queries.files_of(digest))
        if files is None:
            return None
        return Adviser(
            read_files({name: text for name, text in files.items() if not is_case_file(name)})
        )

    def look_again(self) -> None:
        """Ask the database at the next request, whenever it looked last."""
        self._looked_at = float("-inf")


def _looked_up(question: Callable[[], T]) -> T:
    """Ask the database, in the transaction at hand or else in one that leaves nothing open."""
    if db.session().in_transaction():
        return question()
    with reading():
        return question()


def init_app(app: Flask) -> None:
    app.extensions[NAME] = CurrentPack(app.extensions[DISTRICT].pack_folder)


def current() -> CurrentPack:
    """Return this process's knowledge of the pack in force."""
    pack: CurrentPack = current_app.extensions[NAME]
    return pack
