"""What staff decide about categories teaches the suggestion, within ten minutes.

A lesson is a matter to which a person on duty gave its category: accepted with it, or put right
later. Anonymous words stay sealed and teach nothing. Each process learns for itself, from the
newest `MOST_LESSONS` of the last year; nothing but counts of characters is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from weijiayuan.events.queries import category_corrections
from weijiayuan.events.rules import category_suggestion
from weijiayuan.events.rules.category_suggestion import Classifier, Example
from weijiayuan.kernel import clock

LEARN_EVERY = timedelta(minutes=10)
REMEMBERED = timedelta(days=365)
MOST_LESSONS = 2000


@dataclass
class School:
    """The classifier of this process, and when it learnt last."""

    learnt: Classifier | None = None
    lessons: tuple[Example, ...] = ()
    at: datetime | None = None


_school, _lock = School(), Lock()


def classifier() -> Classifier:
    """Return the classifier that has learnt from what ships and from what staff decided."""
    now = clock.now()
    if _school.learnt is None or _is_old(now):
        with _lock:
            if _school.learnt is None or _is_old(now):
                _learn(now)
    return _school.learnt or category_suggestion.shipped()


def _is_old(now: datetime) -> bool:
    return _school.at is None or abs(now - _school.at) >= LEARN_EVERY


def _learn(now: datetime) -> None:
    found = category_corrections.newest(since=now - REMEMBERED, limit=MOST_LESSONS)
    if _school.learnt is None or found != _school.lessons:
        taught = [*category_suggestion.examples(), *found]
        _school.learnt = Classifier(taught) if found else category_suggestion.shipped()
        _school.lessons = found
    _school.at = now


def forget() -> None:
    """Forget what was learnt: another database, another district."""
    _school.learnt, _school.lessons, _school.at = None, (), None
