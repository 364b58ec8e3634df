"""Answers about one pack: all that the service says, made from one published text of rules."""

import threading
from datetime import date
from functools import cached_property
from typing import Any

from weijiayuan.welfare.rules import catalogue
from weijiayuan.welfare.rules.answering import Household, read_answers
from weijiayuan.welfare.rules.asking import Asker
from weijiayuan.welfare.rules.dates import number_of
from weijiayuan.welfare.rules.engine import DayRules, Engine
from weijiayuan.welfare.rules.pack import Pack
from weijiayuan.welfare.rules.wording import Wording

Json = dict[str, Any]


class Desk:
    """What is prepared for the rules of one epoch: choosing questions and wording answers."""

    def __init__(self, rules: DayRules, on: date) -> None:
        self.rules = rules
        self.asker = Asker(rules, number_of(on))
        self.wording = Wording(rules)


class Adviser:
    """Answers for households by one pack. Holds no answers."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self._desks: dict[date, Desk] = {}
        self._lock = threading.Lock()

    def desk(self, on: date) -> Desk:
        """Return what is prepared for the rules of a day."""
        rules = self.engine.rules_on(on)
        desk = self._desks.get(rules.first_day)
        if desk is None:
            with self._lock:
                desk = self._desks.setdefault(rules.first_day, Desk(rules, on))
        return desk

    def household(self, answers: Json, on: date) -> Household:
        """Return the household of raw answers, or raise `AnswersInvalid`."""
        return read_answers(self.pack, answers, on)

    def assessment(self, given: Household, on: date) -> Json:
        """Return the decisions for a household, and the question to ask next."""
        desk = self.desk(on)
        assessment = desk.rules.assess(given, on)
        decisions = desk.wording.decisions(assessment)
        asked = desk.asker.next_question(assessment)
        return {
            "pack": self.stamp,
            "on": on.isoformat(),
            "decisions": decisions,
            "next_question": desk.wording.next_question(asked),
            "settled": sum(not decision["missing"] for decision in decisions),
            "total": len(decisions),
        }

    @cached_property
    def stamp(self) -> Json:
        """Return the pack's name, version and digest: enough to replay an old answer."""
        return {"id": self.pack.id, "version": self.pack.version, "sha256": self.pack.digest}

    def policies(self, on: date) -> list[Json]:
        """Return every policy in short, as of a day."""
        wording = self.desk(on).wording
        return [catalogue.brief(wording, policy, on) for policy in self.pack.policies.values()]

    def policy(self, name: str, on: date) -> Json | None:
        """Return one policy in full, as of a day; None if there is none of that name."""
        policy = self.pack.policies.get(name)
        return catalogue.full(self.desk(on).wording, policy, on) if policy else None

    def questions(self, on: date) -> list[Json]:
        """Return every question the pack asks, in its order."""
        return list(self.desk(on).wording.questions.values())
