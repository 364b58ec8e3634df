"""The application form: what is asked for each kind, what had to be answered, what to ask next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from weijiayuan.rules_engine.pack.model import Pack

FILE = "form.yaml"


@dataclass(frozen=True)
class Question:
    """One question of the form."""

    id: str
    ask: str
    label: str
    kind: str
    help: str = ""
    required: bool = False
    sensitive: bool = False
    choices: Mapping[str, str] | None = None
    only_if: Mapping[str, Any] | None = None
    unless: Mapping[str, Any] | None = None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the question is put, given the other answers."""
        if self.unless and _agree(self.unless, answers):
            return False
        return self.only_if is None or _agree(self.only_if, answers)

    def is_missing(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether an answer that must be there is not: left out, null or empty is the same."""
        if not self.required or not self.is_asked(answers):
            return False
        said = answers.get(self.id)
        return said is None or said == ""


@dataclass(frozen=True)
class Kind:
    """One kind of application: which rules decide it and what is asked."""

    id: str
    name: str
    policies: tuple[str, ...]
    questions: tuple[Question, ...]

    def missing(self, answers: Mapping[str, Any]) -> list[Question]:
        """Return the questions that had to be answered and were not."""
        return [each for each in self.questions if each.is_missing(answers)]

    def next_question(self, answers: Mapping[str, Any]) -> Question | None:
        """Return the first open question that must be answered; None when there is none."""
        return next(iter(self.missing(answers)), None)


def _agree(wanted: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    return all(answers.get(key) == value for key, value in wanted.items())


def kinds_of(pack: Pack) -> Mapping[str, Kind]:
    """Return the form of a rulebook by kind of application."""
    given = yaml.safe_load(pack.files[FILE])
    asked = {name: Question(id=name, **entry) for name, entry in given["questions"].items()}
    return {
        name: Kind(
            id=name,
            name=entry["name"],
            policies=tuple(entry["policies"]),
            questions=_chosen(asked, entry["questions"]),
        )
        for name, entry in given["kinds"].items()
    }


def _chosen(asked: Mapping[str, Question], names: Sequence[str]) -> tuple[Question, ...]:
    return tuple(asked[name] for name in names)
