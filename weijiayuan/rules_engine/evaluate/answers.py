"""Answers as people give them: checked, and turned into what the evaluators take.

An answer is a value; of a choice also `{"one_of": [...]}`, what is not ruled out;
a span (`{"min", "max"}`, for dates `{"from", "to"}`); or one of null,
`"dont_know"` and `"rather_not_say"`, which leave it unknown and keep it from being asked again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from weijiayuan.rules_engine.pack.model import Kind, Pack, Question, Subject
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.dates import EARLIEST, number_of

SKIPPED: Final = "skipped"


@dataclass(frozen=True, slots=True)
class Household:
    """Checked answers: question id → bool, choice id, whole number, date, span, or `SKIPPED`.

    `people` starts with the applicant. It has as many entries as the household has people, when
    that number was answered.
    """

    answers: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]


class AnswersInvalid(Exception):  # reads as a verdict on the answers
    """Answers that cannot be meant. `fields` maps each path to what is wrong with it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


def read_answers(pack: Pack, raw: Mapping[str, Any], on: date) -> Household:
    """Return the household that the wire form describes, or raise `AnswersInvalid`.

    `raw` has the keys `household`, `applicant` and `members`; each may be absent.
    """
    return _Reader(pack, on).read(raw)


def checked_answer(question: Question, value: object, on: date) -> Any:
    """Return the answer that a value means, or raise `ValueError` with a sentence about it."""
    if value is None or value in ("dont_know", "rather_not_say"):
        return SKIPPED
    return _FORMS[question.kind](question, value, on)


class _Reader:
    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.on = on
        self.wrong: dict[str, str] = {}

    def read(self, raw: Mapping[str, Any]) -> Household:
        for key in raw.keys() - {"household", "applicant", "members"}:
            self.wrong[str(key)[:80]] = "没有这一项，可用 household、applicant、members"
        household = self._answers(raw.get("household", {}), "household", {Subject.HOUSEHOLD})
        about = {Subject.PERSON, Subject.APPLICANT}
        applicant = self._answers(raw.get("applicant", {}), "applicant", about)
        members = self._members(raw.get("members", []))
        people = self._padded([applicant, *members], household)
        if self.wrong:
            raise AnswersInvalid(self.wrong)
        return Household(self._with_applicants(household, people[0]), tuple(people))

    def _members(self, raw: object) -> list[dict[str, Any]]:
        largest = self.pack.largest_household - 1
        if not isinstance(raw, list):
            self.wrong["members"] = "应当是一个列表"
            return []
        if len(raw) > largest:
            self.wrong["members"] = f"最多 {largest} 位家人"
            return []
        about = {Subject.PERSON, Subject.MEMBER}
        return [self._answers(item, f"members.{n}", about) for n, item in enumerate(raw)]

    def _answers(self, raw: object, path: str, about: set[Subject]) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.wrong[path] = "应当是“问题: 答案”的形式"
            return {}
        answers = {}
        for key, value in raw.items():
            question = self.pack.questions.get(key)
            if question is None or question.subject not in about:
                self.wrong[f"{path}.{str(key)[:80]}"] = self._misplaced(question)
                continue
            try:
                answers[key] = checked_answer(question, value, self.on)
            except ValueError as error:
                self.wrong[f"{path}.{key}"] = str(error)
        return answers

    def _misplaced(self, question: Question | None) -> str:
        if question is None:
            return "没有这个问题"
        return f"这个问题不在这里回答（应答于 {_BELONGS[question.subject]}）"

    def _padded(
        self, people: list[dict[str, Any]], household: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Add the people who were counted but not described."""
        count = household.get(self.pack.people_question)
        if not isinstance(count, int):
            return people
        if count < len(people):
            path = f"household.{self.pack.people_question}"
            self.wrong[path] = f"家庭人数少于已填写的 {len(people)} 人"
        return people + [{} for _ in range(count - len(people))]

    def _with_applicants(
        self, household: dict[str, Any], applicant: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Add what is asked of the applicant alone: there is one answer per household."""
        alone = {
            key: value
            for key, value in applicant.items()
            if self.pack.questions[key].subject is Subject.APPLICANT
        }
        return household | alone


def _yes_no(_: Question, value: object, __: date) -> bool:
    if not isinstance(value, bool):
        raise ValueError("应为 true 或 false")  # noqa: TRY004  # one kind of error for all forms
    return value


def _choice(question: Question, value: object, _: date) -> str | frozenset[str]:
    known = [choice.id for choice in question.choices]
    if isinstance(value, dict) and value.keys() == {"one_of"}:
        return _left(known, value["one_of"])
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"应为以下之一：{'、'.join(known)}")
    return value


def _left(known: list[str], left: object) -> frozenset[str]:
    """Return the choices that are not ruled out."""
    if not isinstance(left, list) or not left or not all(each in known for each in left):
        raise ValueError(f"one_of 应为其中几项：{'、'.join(known)}")
    return frozenset(left)


def _whole(question: Question, value: object, _: date) -> Any:
    if isinstance(value, dict):
        return _span(value, ("min", "max"), lambda end: _one_whole(question, end))
    return _one_whole(question, value)


def _one_whole(question: Question, value: object) -> int:
    unit = "分" if question.kind is Kind.MONEY else question.unit
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"应为整数（单位：{unit}）")  # noqa: TRY004
    if not question.low <= value <= question.high:
        raise ValueError(f"应在 {question.low} 到 {question.high} 之间（单位：{unit}）")
    return value


def _date(_: Question, value: object, on: date) -> Any:
    if isinstance(value, dict):
        return _span(value, ("from", "to"), lambda end: _one_date(end, on))
    return _one_date(value, on)


def _one_date(value: object, on: date) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError("应为日期，例如 1946-11-30")
    if not EARLIEST <= number_of(day) <= number_of(on):
        raise ValueError(f"应在 1900-01-01 到 {on} 之间")
    return day


def _span(
    value: Mapping[str, Any], ends: tuple[str, str], read: Callable[[object], Any]
) -> tuple[Any, Any]:
    if set(value) != set(ends):
        raise ValueError(f"范围应当写成 {{{ends[0]}, {ends[1]}}}")
    low, high = read(value[ends[0]]), read(value[ends[1]])
    if low > high:
        raise ValueError("范围的下限大于上限")
    return low, high


_FORMS: dict[Kind, Callable[[Question, object, date], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _whole,
    Kind.MONEY: _whole,
    Kind.DATE: _date,
}
_BELONGS = {
    Subject.HOUSEHOLD: "household",
    Subject.PERSON: "applicant 或 members",
    Subject.APPLICANT: "applicant",
    Subject.MEMBER: "members",
}


class Encoder:
    """Turns households into rows of the evaluator, questions in the order of `BitLayout`."""

    def __init__(self, pack: Pack, bits: BitLayout) -> None:
        self.bits = bits
        self.largest = pack.largest_household
        self.people_question = pack.people_question
        self.household = [Coder(pack.questions[name]) for name in bits.household]
        self.person = [Coder(pack.questions[name]) for name in bits.person]

    def rows(self, given: Household, on: int) -> tuple[list[Any], list[list[Any]], int]:
        """Return the household's row, a row a person, and how many unlisted people there may be."""
        answers, count = given.answers, len(given.people)
        household = [column.encoded(answers.get(column.id), on) for column in self.household]
        people = [[c.encoded(p.get(c.id), on) for c in self.person] for p in given.people]
        for place, column in enumerate(self.person):
            if column.is_of_members:
                people[0][place] = 1
        if not self.people_question:
            return household, people, 0
        known = answers.get(self.people_question)
        if isinstance(known, int):
            return household, people, 0
        at_most = known[1] if isinstance(known, tuple) else self.largest
        self._bound_people(household, known, count)
        return household, people, max(0, at_most - count)

    def blank(self, on: int) -> list[Any]:
        """Return the row of a member of the household of whom nothing is known."""
        return [column.encoded(None, on) for column in self.person]

    def _bound_people(self, household: list[Any], known: Any, count: int) -> None:
        low, high = known if isinstance(known, tuple) else (count, self.largest)
        where = self.bits.household.index(self.people_question)
        household[where] = (max(low, count), max(high, count))

    def skipped(self, given: Household) -> int:
        """Return the bits of the questions that were asked and will not be answered any better."""
        mask = 0
        for question, value in given.answers.items():
            if _is_all_they_know(value) and question in self.bits.household:
                mask |= self.bits.of_household(question)
        for who, answers in enumerate(given.people):
            for question, value in answers.items():
                if _is_all_they_know(value) and question in self.bits.person:
                    mask |= self.bits.of_person(question, who)
        return mask


def _is_all_they_know(value: Any) -> bool:
    """Tell whether somebody declined to answer, or remembers only the year of a date."""
    if isinstance(value, tuple) and isinstance(value[0], date):
        return bool(value[0].year == value[1].year)
    return bool(value == SKIPPED)


class Coder:
    """How the answers to one question are encoded."""

    def __init__(self, question: Question) -> None:
        self.id = question.id
        self.is_date = question.kind is Kind.DATE
        self.codes: dict[Any, Any] = {}
        self.unknown: Any = (question.low, question.high)
        self.is_of_members = question.subject is Subject.MEMBER
        if question.kind is Kind.YES_NO:
            self.codes, self.unknown = {True: 2, False: 0}, 1
        if question.kind is Kind.CHOICE:
            self.codes = {choice.id: 1 << n for n, choice in enumerate(question.choices)}
            self.unknown = (1 << len(question.choices)) - 1 - self.is_of_members

    def encoded(self, value: Any, on: int) -> Any:
        if value is None or value is SKIPPED:
            return (EARLIEST, on) if self.is_date else self.unknown
        if self.codes and isinstance(value, frozenset):
            return sum(self.codes[each] for each in value)
        if self.codes:
            return self.codes[value]
        low, high = value if isinstance(value, tuple) else (value, value)
        return (number_of(low), number_of(high)) if self.is_date else (low, high)


def without_answers(given: Household, dropped: Sequence[tuple[str, int | None]]) -> Household:
    """Return the household with some (question, person) answers forgotten."""
    gone = set(dropped)
    household = {key: value for key, value in given.answers.items() if (key, None) not in gone}
    people = tuple(
        {key: value for key, value in person.items() if (key, who) not in gone}
        for who, person in enumerate(given.people)
    )
    return Household(household, people)
