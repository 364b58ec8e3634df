"""What a pack of benefits adds to the form of a rulebook: level, period, papers, exclusions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from weijiayuan.rules_engine.evaluate.answers import checked_answer
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.loader import Form
from weijiayuan.rules_engine.pack.model import Kind, Outcomes, Pack, Policy, Subject
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table
from weijiayuan.rules_engine.values.dates import anniversary
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

NAMED = Outcomes("eligible", "ineligible", "unknown")
VERDICTS = {TRUE: NAMED.yes, FALSE: NAMED.no, UNKNOWN: NAMED.unknown}


class Period(StrEnum):
    """What one amount covers."""

    MONTH = "month"
    YEAR = "year"
    TERM = "term"
    MEAL = "meal"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is said of a benefit beside its conditions: who gives it, how it is applied for."""

    level: str
    category: str
    papers: tuple[str, ...]
    where: str
    apply: str
    starts: str
    renew: str
    is_same_sum_once: bool
    """Who has the same sum shares it: it is one firm's, whichever of its founders applies."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Benefits of which a person may hold one at a time."""

    id: str
    text: str
    policies: tuple[str, ...]
    order: str  # best_for_resident, or as_listed where the law sets the order
    source: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom an event is about: one question about all, and what it says of them and of the rest.

    An answer is one as people give it; a list are the choices that are left; `{under: age}` and
    `{from: age}` name a parameter and mean dates of birth.
    """

    ask: str
    chosen: Mapping[str, object]
    rest: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A way in: what has happened, and the benefits that it is about."""

    id: str
    label: str
    ask: str
    policies: tuple[str, ...]
    order: tuple[str, ...]
    """The questions that decide most, the first of all first; the others follow."""
    who: Concerned | None


@dataclass(frozen=True, slots=True)
class Outsiders:
    """People of whom most sources say nothing: by an answer; what is a yes goes to the office."""

    question: str
    choices: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Together:
    """What a pack says of its benefits together."""

    exclusions: tuple[Exclusion, ...]
    life_events: tuple[LifeEvent, ...]
    outsiders: Outsiders | None


def benefit(policy: Policy) -> Benefit:
    """Return what a policy says as a benefit."""
    return cast(Benefit, policy.extra)


def exclusions(pack: Pack) -> tuple[Exclusion, ...]:
    """Return the groups of benefits that exclude each other."""
    return cast(Together, pack.extra).exclusions


def life_events(pack: Pack) -> tuple[LifeEvent, ...]:
    """Return the life events by which people come in."""
    return cast(Together, pack.extra).life_events


def outsiders(pack: Pack) -> Outsiders | None:
    """Return of whom most sources say nothing; None if a pack names nobody."""
    return cast(Together, pack.extra).outsiders


def _benefit(fields: Fields) -> Benefit:
    amount = fields.table_at("amount")
    if isinstance(amount, Table) and "expr" in amount:
        Fields(amount, fields.problems).one_of("per", tuple(Period))
    return Benefit(
        level=fields.text("level"),
        category=fields.text("category"),
        papers=tuple(fields.texts("papers")),
        where=fields.text("where"),
        apply=fields.text("apply"),
        starts=fields.text("starts", optional=True),
        renew=fields.text("renew", optional=True),
        is_same_sum_once=fields.flag("same_sum_once", default=False),
    )


def _exclusions(fields: Fields) -> tuple[Exclusion, ...]:
    found = []
    for name, entry in fields.tables("exclusions", optional=True).items():
        inner = Fields(entry, fields.problems)
        found.append(
            Exclusion(
                name,
                inner.text("text"),
                tuple(inner.texts("policies")),
                inner.one_of("order", ("best_for_resident", "as_listed")),
                inner.text("source"),
            )
        )
        inner.done()
    return tuple(found)


def _life_events(fields: Fields) -> tuple[LifeEvent, ...]:
    found = []
    for name, entry in fields.tables("life_events", optional=True).items():
        inner = Fields(entry, fields.problems)
        policies = tuple(inner.texts("policies"))
        order = tuple(inner.texts("order", optional=True))
        who = _concerned(inner)
        label, ask = inner.text("label"), inner.text("ask")
        found.append(LifeEvent(name, label, ask, policies, order, who))
        inner.done()
    return tuple(found)


def _concerned(fields: Fields) -> Concerned | None:
    table = fields.table_at("who", optional=True)
    if table is None:
        return None
    inner = Fields(table, fields.problems)
    chosen: Mapping[str, object] = inner.table_at("chosen", optional=True) or {}
    rest: Mapping[str, object] = inner.table_at("rest") or {}
    made = Concerned(inner.text("ask"), dict(chosen), dict(rest))
    inner.done()
    return made


def _together(fields: Fields) -> Together:
    return Together(_exclusions(fields), _life_events(fields), _outsiders(fields))


def _outsiders(fields: Fields) -> Outsiders | None:
    table = fields.table_at("outsiders", optional=True)
    if table is None:
        return None
    inner = Fields(table, fields.problems)
    choices = tuple(inner.texts("choices"))
    made = Outsiders(inner.name("question"), choices, inner.text("text"), inner.text("source"))
    inner.done()
    return made


def answers_of(event: LifeEvent) -> Iterator[tuple[str, object]]:
    """Yield what an event says of those whom it is about, and of the rest."""
    if event.who is not None:
        yield from event.who.chosen.items()
        yield from event.who.rest.items()


def given(pack: Pack, value: object, on: date) -> object:
    """Return an answer of a life event as people give it on a day."""
    if isinstance(value, Mapping):
        ((side, name),) = value.items()
        found = pack.parameters[str(name)].on(on)
        assert found is not None
        assert isinstance(found.figure, int)
        turned = anniversary(on, -found.figure)
        if side == "from":
            return {"from": "1900-01-01", "to": turned.isoformat()}
        return {"from": (turned + timedelta(days=1)).isoformat(), "to": on.isoformat()}
    return {"one_of": list(value)} if isinstance(value, list) else value


def _unfit(pack: Pack, name: str, value: object) -> str | None:
    question = pack.questions.get(name)
    if question is None or question.subject is not Subject.PERSON:
        return f"没有每个人的问题“{name}”"
    if isinstance(value, Mapping):
        is_age = [(side, name in pack.parameters) for side, name in value.items()]
        is_known = is_age in ([("from", True)], [("under", True)]) and question.kind is Kind.DATE
        return None if is_known else f"{name} 应为 from 或 under 一个年龄参数"
    try:
        checked_answer(question, given(pack, value, date.min), date.min)
    except ValueError as error:
        return f"{name} {error}"
    return None


def _unfit_for(pack: Pack, event: LifeEvent) -> Iterator[str]:
    yield from (f"没有政策“{name}”" for name in event.policies if name not in pack.policies)
    yield from (f"没有问题“{name}”" for name in event.order if name not in pack.questions)
    unfit = (_unfit(pack, name, value) for name, value in answers_of(event))
    yield from (wrong for wrong in unfit if wrong is not None)


def _unfit_outsiders(pack: Pack) -> Iterator[str]:
    found = outsiders(pack)
    if found is None:
        return
    for choice in found.choices:
        wrong = _unfit(pack, found.question, choice)
        if wrong is not None:
            yield wrong
    if found.source not in pack.sources:
        yield f"没有来源“{found.source}”"


def _loose_ends(pack: Pack) -> Iterator[Problem]:
    for event in life_events(pack):
        for wrong in _unfit_for(pack, event):
            yield Problem("pack.yaml", 1, f"life_events.{event.id}:{wrong}")
    for wrong in _unfit_outsiders(pack):
        yield Problem("pack.yaml", 1, f"outsiders:{wrong}")
    for exclusion in exclusions(pack):
        for name in exclusion.policies:
            if name not in pack.policies:
                yield Problem("pack.yaml", 1, f"exclusions.{exclusion.id}:没有政策“{name}”")


BENEFITS = Form(policy=_benefit, pack=_together, loose_ends=_loose_ends, outcomes=NAMED)
