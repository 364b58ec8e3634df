"""Which question next: the one whose answer is expected to settle most for the least trouble.

Only questions that can still change something are considered (the masks of the trace); that alone
cuts the talk to a third. Among them a question scores, for every open verdict it can change, the
chance that its answer settles it, weighted by what the benefit is worth, and divided by the effort
and delicacy of asking. Talk stays with a topic that was begun unless another is clearly better.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from weijiayuan.rules_engine.advise.event_focus import Concern, Focus
from weijiayuan.rules_engine.advise.verdict_units import Unit, open_to, unit_of
from weijiayuan.rules_engine.evaluate.answers import Household
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules
from weijiayuan.rules_engine.pack.model import Kind, Question
from weijiayuan.rules_engine.values.dates import EARLIEST
from weijiayuan.rules_engine.values.interval import FALSE, UNKNOWN

LEAST_CHANCE = 0.03
LAST_CHANCE = 1.0
BEGUN = 1.5
DELICACY = 1.6
LARGEST_PAGE = 4
MOST_MASKS = 400
MOST_ORDERED = 64
"""More questions than an event puts in order."""

Rank = tuple[Concern, int, int, int]
"""Of a question in a talk about an event, the smallest first."""


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What to ask whom (`who` None: the household), and what goes well on the same page.

    `others` are the people of whom the same is asked now; one screen can hold it for all of them.
    `left` is how many questions there are at most, this one among them.
    """

    question: Question
    who: int | None
    page: tuple[str, ...]
    others: tuple[int, ...] = ()
    left: int = 1


class QuestionChooser:
    """Chooses questions for one epoch's rules. Knows beforehand what each answer can settle."""

    def __init__(self, rules: DayRules, on: int) -> None:
        self.rules = rules
        self.bits = rules.bits
        self.questions = rules.pack.questions
        names = [*self.bits.household, *self.bits.person]
        asked = [self.questions[name] for name in names]
        self.ease = [1 / (q.effort * (DELICACY if q.sensitive else 1)) for q in asked]
        self.topics = [question.topic for question in asked]
        self.beside = {
            **dict(self._beside(self.bits.household)),
            **dict(self._beside(self.bits.person)),
        }
        alone, width = len(self.bits.household), len(self.bits.person)
        places = range(alone + width * rules.pack.largest_household)
        self.columns = [p if p < alone else alone + (p - alone) % width for p in places]
        self.persons = [None if p < alone else (p - alone) // width for p in places]
        chances = _chances(rules, on)
        self.units = [
            unit_of(rules, reader, chances) for reader in rules.readers if reader.slot >= 0
        ]

    def next_question(
        self,
        assessment: Assessment,
        only: frozenset[str] | None = None,
        focus: Focus | None = None,
    ) -> NextQuestion | None:
        """Return what to ask next, or None when no answer can change anything more.

        `only` names the policies that matter; None for all. With a `focus` the people whom it is
        about come first, and of their benefits those that answers can make a yes.
        """
        units = self.units if only is None else [u for u in self.units if u.policy in only]
        askable = assessment.askable
        if focus is not None:
            return self._next_about(assessment, units, focus)
        if self._is_count_open(assessment, units, askable):
            return self._counting()
        scores = self._scores(assessment, units, askable) if askable else []
        begun = _begun(assessment.given, self.questions)
        best, position = 0.0, -1
        for place, score in enumerate(scores):
            if score:
                column = self.columns[place]
                stay = BEGUN if (self.topics[column], self.persons[place]) in begun else 1
                if (weighed := score * self.ease[column] * stay) > best:
                    best, position = weighed, place
        if position < 0:
            return None
        return self._put(assessment, self._first_of(assessment, position), scores)

    def _next_about(
        self, assessment: Assessment, units: list[Unit], focus: Focus
    ) -> NextQuestion | None:
        """Return what to ask next of those whom an event is about, then of everybody else."""
        askable = assessment.askable
        if self._is_count_open(assessment, units, askable):
            return self._counting()
        scores = self._scores(assessment, units, askable) if askable else []
        concerns = [focus.concern(answers) for answers in assessment.given.people]
        ranks = self._ranks(assessment, units, concerns, focus)
        if not ranks:
            return None

        def order(place: int) -> tuple[Rank, float, int]:
            return ranks[place], -scores[place] * self.ease[self.columns[place]], place

        return self._put(assessment, self._first_of(assessment, min(ranks, key=order)), scores)

    def _ranks(
        self,
        assessment: Assessment,
        units: list[Unit],
        concerns: Sequence[Concern],
        focus: Focus,
    ) -> dict[int, Rank]:
        """Rank what is open: about whom a verdict is open, and how much each question decides."""
        trace, best = assessment.trace, dict[int, Rank]()
        is_of_all = all(unit.is_shared for unit in units)
        for unit in units:
            for who, row in enumerate((trace.household,) if unit.is_shared else trace.people):
                if row[unit.slot] == FALSE:
                    continue
                rest = open_to(unit, row, trace.household)[0] & assessment.askable
                while rest:
                    low = rest & -rest
                    rest ^= low
                    place = low.bit_length() - 1
                    about = None if unit.is_shared else who
                    rank = self._rank(place, about, concerns, focus, is_of_all=is_of_all)
                    if about is not None and unit.is_for_the_office:
                        rank = self._later(rank, len(concerns))
                    best[place] = min(best.get(place, rank), rank)
        return best

    def _rank(
        self,
        place: int,
        about: int | None,
        concerns: Sequence[Concern],
        focus: Focus,
        *,
        is_of_all: bool,
    ) -> Rank:
        """Rank a question that a verdict about somebody, or the household (None), waits for."""
        name, who = self.bits.at(place)
        urgency = focus.urgency(name)
        if who is None and self._leads(name, focus):
            return Concern.SURE, -1, 0, urgency
        if about is not None:
            is_unordered = urgency == len(focus.order)
            is_last = is_unordered and concerns[about] is not Concern.SURE
            place_in_talk = about + 2 * len(concerns) * is_last
            is_elsewhere = who not in {None, about}
            place_of_question = urgency + MOST_ORDERED * (who or 0) * is_elsewhere
            own = 2 * is_unordered + is_elsewhere
            return concerns[about], place_in_talk, own, place_of_question
        if is_of_all:
            ordered = urgency < len(focus.order)
            return Concern.SURE, urgency, (who or 0) if ordered else 0, urgency
        if who is None:
            concern = Concern.OPEN if urgency < len(focus.order) else Concern.NONE
            return concern, len(concerns), 0, urgency
        return concerns[who], who, 1, urgency

    def _later(self, rank: Rank, people: int) -> Rank:
        """Return the rank of what at best the office decides: after whoever else may be meant."""
        concern, about, own, urgency = rank
        if concern != Concern.SURE:
            return rank
        return Concern.OPEN, people + about, own, urgency

    def _leads(self, name: str, focus: Focus) -> bool:
        """Tell whether a question about the household comes before everything about people."""
        before = takewhile(lambda each: each in self.bits.household, focus.order)
        return name in before

    def _first_of(self, assessment: Assessment, position: int) -> int:
        """Return what tells whether a question is put at all, where that is not known: that first.

        Nobody is asked about work before it is known whether they are of age.
        """
        open_guards = self._open_guards(assessment, *self.bits.at(position))
        while open_guards:
            position = (open_guards & -open_guards).bit_length() - 1
            open_guards = self._open_guards(assessment, *self.bits.at(position))
        return position

    def _open_guards(self, assessment: Assessment, name: str, who: int | None) -> int:
        """Return the questions worth asking that tell whether another one is put."""
        guard = self.rules.built.guards.get(name)
        if guard is None:
            return 0
        return self.rules.scalar.truth(assessment.trace, guard, who or 0)[1] & ~assessment.skipped

    def _put(self, assessment: Assessment, position: int, scores: Sequence[float]) -> NextQuestion:
        name, who = self.bits.at(position)
        page = [
            other
            for other in self._page(self.questions[name], who, scores)
            if not self._open_guards(assessment, other, who)
        ]
        people = range(len(assessment.trace.people)) if who is not None else ()
        others = [n for n in people if n != who and self._is_for(assessment, name, n, scores)]
        left = sum(map(bool, scores))
        return NextQuestion(self.questions[name], who, tuple(page), tuple(others), left)

    def _is_for(self, assessment: Assessment, name: str, who: int, scores: Sequence[float]) -> bool:
        """Tell whether the same question matters now for somebody else and may be put."""
        place = self.bits.shift(who) + self.bits.person.index(name)
        return bool(scores[place]) and not self._open_guards(assessment, name, who)

    def _is_count_open(self, assessment: Assessment, units: list[Unit], askable: int) -> bool:
        """Tell whether it must be known first how many people there are, and so whom to ask."""
        row = assessment.trace.unlisted
        if row is None or not askable & self.rules.people_bit:
            return False
        return any(not unit.is_shared and row[unit.slot] != FALSE for unit in units)

    def _counting(self) -> NextQuestion:
        return NextQuestion(self.questions[self.rules.pack.people_question], None, ())

    def _scores(self, assessment: Assessment, units: list[Unit], askable: int) -> list[float]:
        """Add up, for every question worth asking, the chances of settling what is open."""
        trace = assessment.trace
        at_home, people = (trace.household,), trace.people
        scores = [0.0] * self.bits.shift(len(people))
        for unit in units:
            for row in at_home if unit.is_shared else people:
                if row[unit.slot] == FALSE:
                    continue
                mask, weight = open_to(unit, row, trace.household)
                if mask := mask & askable:
                    for place, chance in unit.settling.get(mask) or self._settling(unit, mask):
                        scores[place] += weight * chance
        return scores

    def _settling(self, unit: Unit, mask: int) -> list[tuple[int, float]]:
        """Return, and keep, the chance of each open question to settle a policy."""
        is_last = mask & (mask - 1) == 0
        found, rest = [], mask
        while rest:
            low = rest & -rest
            place = low.bit_length() - 1
            found.append((place, LAST_CHANCE if is_last else unit.chances[self.columns[place]]))
            rest ^= low
        if len(unit.settling) >= MOST_MASKS:
            unit.settling.clear()
        unit.settling[mask] = found
        return found

    def _page(
        self, question: Question, who: int | None, scores: Sequence[float]
    ) -> tuple[str, ...]:
        """Return the other questions of the topic, about the same person, that matter now."""
        shift = 0 if who is None else self.bits.shift(who)
        together = [name for place, name in self.beside[question.id] if scores[shift + place]]
        return tuple(together[: LARGEST_PAGE - 1])

    def _beside(self, names: Sequence[str]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Yield each question with the others of its topic and their places among the names."""
        for name in names:
            others = [(place, other) for place, other in enumerate(names) if other != name]
            yield name, [(n, other) for n, other in others if self._share_topic(name, other)]

    def _share_topic(self, one: str, other: str) -> bool:
        return self.questions[one].topic == self.questions[other].topic


def _begun(given: Household, questions: Mapping[str, Question]) -> set[tuple[str, int | None]]:
    """Return the topics that were already talked about, and with regard to whom."""
    begun: set[tuple[str, int | None]] = {(questions[name].topic, None) for name in given.answers}
    for who, answers in enumerate(given.people):
        begun |= {(questions[name].topic, who) for name in answers}
    return begun


def _chances(rules: DayRules, on: int) -> dict[str, list[float]]:
    """Return, per policy and question, the chance that the answer alone settles the verdict."""
    names = [*rules.bits.household, *rules.bits.person]
    table = {policy: [LEAST_CHANCE] * len(names) for policy in rules.pack.policies}
    for column, name in enumerate(names):
        for code, share in cells(rules.pack.questions[name], on):
            for policy in _settled_by(rules, column, code, on):
                table[policy][column] += share
    return table


def _settled_by(rules: DayRules, column: int, code: object, on: int) -> Iterator[str]:
    """Yield the policies that one answer settles for somebody about whom nothing else is known."""
    household, people, extra = rules.encoder.rows(Household({}, ({},)), on)
    alone = len(household)
    if column < alone:
        household[column] = code
    else:
        people[0][column - alone] = code
    trace = rules.scalar.evaluate(household, people, on=on, extra=extra)
    for reader in rules.readers:
        if reader.outcome(trace, 0).verdict != UNKNOWN:
            yield reader.rule.policy.id


def cells(question: Question, on: int) -> Iterator[tuple[object, float]]:
    """Yield the kinds of answers to expect, encoded, each with its expected share."""
    if question.kind is Kind.YES_NO:
        share = question.spread[0][1]
        yield from ((2, share), (0, 1 - share))
    elif question.kind is Kind.CHOICE:
        yield from ((1 << n, choice.share) for n, choice in enumerate(question.choices))
    else:
        yield from _spans(question, on)


def _spans(question: Question, on: int) -> Iterator[tuple[object, float]]:
    steps = question.spread
    for (low, below), (high, upto) in pairwise(steps):
        if question.kind is Kind.DATE:
            since, until = max(EARLIEST, on - high * 10000 + 1), on - low * 10000
            yield (since, max(since, until)), upto - below
        else:
            yield (low, max(low, high - (high < question.high))), upto - below
