"""A rulebook as plain values: what the authors wrote, checked for form, not yet compiled."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NOT_FOUND = None
"""A figure nobody has found a source for. It is never replaced by a guess."""


class Subject(StrEnum):
    """Whom a question is asked about."""

    HOUSEHOLD = "household"
    PERSON = "person"
    APPLICANT = "applicant"
    MEMBER = "member"


class Kind(StrEnum):
    """What an answer looks like. Money is in fen, a date is a calendar date."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the pack: the file and its line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure or rule was read."""

    id: str
    title: str
    address: str | None
    laws: Mapping[str, date] = field(default_factory=dict)
    """Of a source with several laws: from which day each is in force."""

    def begins(self, article: str) -> date | None:
        """Return the day from which the law that an article names is in force."""
        return next((day for law, day in self.laws.items() if article.startswith(law)), None)


@dataclass(frozen=True, slots=True)
class Expression:
    """One line in the authors' small language, parsed and found safe, not yet typed."""

    text: str
    tree: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `share` is how many people are expected to choose it, 0 to 1."""

    id: str
    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask, once for the household or once for each person it is about."""

    id: str
    subject: Subject
    kind: Kind
    label: str
    ask: str
    help: str
    topic: str
    effort: float
    sensitive: bool
    changeable: bool
    choices: tuple[Choice, ...]
    low: int
    high: int
    unit: str
    spread: tuple[tuple[int, float], ...]
    """(value, share of people below it), rising; for dates the value is years ago."""
    origin: str
    """Where the expected shares come from."""
    brackets: tuple[int, ...]
    place: Place
    asked_if: Expression | None = None
    """Where this does not hold the question is not put, and `otherwise` is taken for its answer."""
    otherwise: str = ""
    """A choice; what is yes or no is then no, a number its least."""

    @property
    def of_household(self) -> bool:
        return self.subject is Subject.HOUSEHOLD


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that are asked together, so that talk does not jump about."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Value:
    """A figure from a day on: a number in the parameter's unit, bands, or `NOT_FOUND`."""

    since: date
    figure: int | tuple[tuple[int, int], ...] | None
    grade: str
    source: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure, apart from the conditions that use it."""

    id: str
    label: str
    unit: str
    band_unit: str
    band_of: str
    values: tuple[Value, ...]
    review_by: date
    place: Place

    @property
    def is_left_open(self) -> bool:
        """Tell whether it stands for what a source leaves to the office and is no figure."""
        return self.unit == "plain" and all(value.figure is None for value in self.values)

    def on(self, day: date) -> Value | None:
        """Return the value in force on a day, or None before the first."""
        known = [value for value in self.values if value.since <= day]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Fact:
    """A named intermediate result, of one person or of the household, for rules to share."""

    id: str
    of_household: bool
    label: str
    expression: Expression
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it says, why it may fail, how to change that, who says so."""

    id: str
    text: str
    why_not: str
    change: str
    source: str
    article: str
    expression: Expression
    leads_to: str = ""
    sentences: tuple[int, ...] = ()
    """Which sentences of the source it stands for, from 1."""
    added: str = ""
    """Why it is there although no sentence says so."""
    change_if: Expression | None = None
    """Without this nobody is advised to change it: what could not help is not said."""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions taken together. `needed` is used by `at_least` alone."""

    kind: str  # all, any, none, at_least
    parts: "tuple[Condition | Group, ...]"
    needed: int = 0

    def conditions(self) -> Iterator[Condition]:
        """Walk every condition below, in the order of the file."""
        for part in self.parts:
            if isinstance(part, Condition):
                yield part
            else:
                yield from part.conditions()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that a policy computes; money is in fen. Without an expression: only words.

    `bound` says whether the expression is the number itself or only its upper or lower bound,
    `per` what one such number covers, in a word of the rulebook.
    """

    per: str
    bound: str  # exact, at_most, at_least
    text: str
    expression: Expression | None
    unit: str = "yuan"
    lasts: Expression | None = None
    """For how many of its periods it is paid, where that has an end."""


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which the policy is in force (both included; None: not known, no end).

    `never` marks drafts; `otherwise` is the sentence for every other day. From `earlier` to `since`
    other rules were in force that nobody has read: the verdict of those days is unknown.
    """

    since: date | None
    until: date | None
    never: bool
    otherwise: str
    source: str
    earlier: date | None = None

    def is_unread(self, day: date) -> bool:
        """Tell whether the day falls to earlier rules that nobody has read."""
        return (
            self.since is not None and self.earlier is not None and self.earlier <= day < self.since
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """One thing to decide: for whom, on which conditions, by which sources.

    `extra` is what the rulebook's form adds, such as papers to bring: the engine never looks.
    """

    id: str
    name: str
    grade: str
    of_household: bool
    summary: str
    basis: str
    note: str
    reviewed: date
    review_by: date
    validity: Validity
    when: Group
    amount: Amount
    sources: tuple[str, ...]
    weight: float
    place: Place
    extra: object = None
    says: tuple[str, ...] = ()
    """The sentences of the source, one by one: each is a condition, or says why not."""
    unasked: Mapping[int, str] = field(default_factory=dict)
    closed: Mapping[int, str] = field(default_factory=dict)
    """Sentences that look open ("and others") and are not: why nothing is left to the office."""
    held: Expression | None = None
    """Whether somebody has it already."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Who is whose parent, by what everybody is to the applicant: `any(condition, parents)`.

    `sure` names, by the child's relation, the relations that are its parents. `left_open` does so
    where the relation alone does not tell: the child is asked whether a parent lives there
    (`child_asked`), and where the candidates differ each is asked whether a child of theirs does
    (`parent_asked`). Where one of each of a `couple` lives there, they are parents together.
    """

    parents: str
    children: str
    relation: str
    sure: Mapping[str, tuple[str, ...]]
    left_open: Mapping[str, tuple[str, ...]]
    child_asked: str
    parent_asked: str
    couple: tuple[str, ...]
    place: Place

    @property
    def questions(self) -> tuple[str, str, str]:
        return self.relation, self.child_asked, self.parent_asked


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the rulebook calls its verdicts, mildest first where several could be meant.

    A condition may name another outcome than `no` for when it fails (`leads_to`).
    """

    yes: str = "yes"
    no: str = "no"
    unknown: str = "unknown"
    also: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.yes, self.no, self.unknown, *self.also)))

    def of_no(self, named: Iterable[str]) -> str:
        """Return the outcome of a no, given what the conditions that failed lead to.

        >>> Outcomes("auto", "correct", "human").of_no(["", "human"])
        'human'
        """
        return max((name or self.no for name in named), key=self.all.index, default=self.no)


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the authors wrote, with the name and digest of exactly this text."""

    id: str
    version: str
    title: str
    digest: str
    largest_household: int
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    questions: Mapping[str, Question]
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, Fact]
    policies: Mapping[str, Policy]
    people_question: str
    """The question for the number of people; empty where a rulebook is about one alone."""
    outcomes: Outcomes = field(default_factory=Outcomes)
    kinship: Kinship | None = None
    extra: object = None
    files: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def stamp(self) -> str:
        """The pack's name, version and digest: enough to find the rules of an old answer."""
        return f"{self.id}@{self.version}+{self.digest[:12]}"
