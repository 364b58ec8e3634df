"""Worked cases that policy staff write: a household, a day, and what the policy must say.

`cases/<policy>.yaml` holds a `base` household and cases that `set` and `drop` single answers of it.
A case expects `yes`, `no`, `unknown` (an answer is missing) or `office` (a figure was not found),
and may expect an amount in yuan (`office`: no sum can be named) and what single conditions come
to (`sees`). `edge: true` marks the cases on both sides of a threshold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid, read_answers
from weijiayuan.rules_engine.evaluate.engine import Assessment, Engine, Outcome
from weijiayuan.rules_engine.explain.explanation_generation import subject_name
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import Pack, Place
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table, read_yaml
from weijiayuan.rules_engine.values.interval import FALSE, TRUE

EXPECTED = ("yes", "no", "unknown", "office")
NO_SUM = ()
Sum = tuple[int, int | None] | tuple[()]


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case. `amount` is the expected bounds in fen (upper None: unbounded).

    It is `NO_SUM` where no sum may be named, None where the case says nothing about it.
    `sees` says, by condition, what it must come to: the words of `EXPECTED`.
    """

    policy: str
    name: str
    on: date
    about: str
    answers: Mapping[str, Any]
    expect: str
    amount: Sum | None
    is_edge: bool
    place: Place
    sees: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A case with what the engine said."""

    case: Case
    said: str
    amount: tuple[int, int | None] | None
    assessment: Assessment
    outcome: Outcome

    @property
    def is_right(self) -> bool:
        due = self.case.amount
        is_paid = due is None or (self.amount or NO_SUM) == due
        return self.said == self.case.expect and is_paid and not self.unlike

    @property
    def unlike(self) -> dict[str, str]:
        """Return the conditions that came out otherwise than the case says, and how."""
        rule = self.outcome.rule
        found = {name: self._seen(name) if rule.in_force else "" for name in self.case.sees}
        return {name: said for name, said in found.items() if said != self.case.sees[name]}

    def _seen(self, name: str) -> str:
        index = self.outcome.rule.conditions.get(name)
        if index is None:
            return ""
        scalar, who = self.assessment.rules.scalar, self.outcome.who or 0
        return _word(*scalar.truth(self.assessment.trace, index, who))

    def __str__(self) -> str:
        place, due, got = self.case.place, self.case.amount, self.amount
        text = f"{place.file}:{place.line}: “{self.case.name}”应为 {self.case.expect}"
        text += f" {_written(due)}" if due is not None else ""
        text += f",实为 {self.said}" + (f" {_written(got)}" if due is not None else "")
        sees, seen = self.case.sees, self.unlike.items()
        return text + "".join(f";条件 {n} 应为 {sees[n]},实为 {s or '没有'}" for n, s in seen)


def _written(amount: Sum | None) -> str:
    """Write bounds as cases do: in yuan, `open` without an upper end, `office` for no sum."""
    if not amount:
        return "office"
    low, high = ("open" if end is None else f"{Decimal(end) / 100:f}" for end in amount)
    return low if low == high else f"[{low}, {high}]"


def read_cases(pack: Pack, folder: Path) -> list[Case]:
    """Return the cases in a folder, or raise `PackInvalid` with every line that is wrong."""
    paths = sorted(folder.glob("*.yaml"))
    return read_case_files(pack, {f"cases/{p.name}": p.read_text("utf-8") for p in paths})


def read_case_files(pack: Pack, files: Mapping[str, str]) -> list[Case]:
    """Return the cases in these texts, by path inside the pack."""
    problems: list[Problem] = []
    cases: list[Case] = []
    for name, text in sorted(files.items()):
        try:
            table = read_yaml(text, name)
        except PackInvalid as invalid:
            problems += invalid.problems
            continue
        cases += _cases_of(pack, Path(name).stem, Fields(table, problems))
    if problems:
        raise PackInvalid(problems)
    return cases


def _cases_of(pack: Pack, policy: str, fields: Fields) -> Iterator[Case]:
    if policy not in pack.policies:
        fields.problems.append(Problem(fields.table.file, 1, f"没有政策“{policy}”"))
        return
    usual = fields.day("on") or date.min
    base: Mapping[str, Any] = fields.table_at("base") or {}
    entries = fields.raw("cases")
    fields.done()
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, Table):
            yield _case(policy, Fields(entry, fields.problems), base, usual)


def _case(policy: str, fields: Fields, base: Mapping[str, Any], usual: date) -> Case:
    case = Case(
        policy=policy,
        name=fields.text("name"),
        on=fields.day("on", optional=True) or usual,
        about=fields.text("about", optional=True),
        answers=_answers(fields, base),
        expect=fields.one_of("expect", EXPECTED),
        amount=_amount(fields),
        is_edge=fields.flag("edge", default=False),
        place=fields.place,
        sees=_sees(fields),
    )
    fields.done()
    return case


def _sees(fields: Fields) -> Mapping[str, str]:
    sees: Mapping[str, Any] = fields.table_at("sees", optional=True) or {}
    for name, value in sees.items():
        if value not in EXPECTED:
            fields.wrong("sees", f"“{name}”应为 {'、'.join(EXPECTED)} 之一")
    return sees


def _answers(fields: Fields, base: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the base with single answers set and dropped, as it would come over the wire."""
    answers: dict[str, Any] = {
        "household": dict(base.get("household", {})),
        "applicant": dict(base.get("applicant", {})),
        "members": [dict(member) for member in base.get("members", [])],
    }
    changes: Mapping[str, Any] = fields.table_at("set", optional=True) or {}
    for path, value in changes.items():
        if (holder := _holder(answers, path)) is None:
            fields.wrong("set", f"“{path}”应写成 household.问题、applicant.问题 或 members.0.问题")
        else:
            holder[path.rpartition(".")[2]] = value
    for path in fields.texts("drop", optional=True):
        holder = _holder(answers, path)
        if holder is None or holder.pop(path.rpartition(".")[2], None) is None:
            fields.wrong("drop", f"base 里没有“{path}”")
    return {key: _wired(value) for key, value in answers.items()}


def _holder(answers: dict[str, Any], path: str) -> dict[str, Any] | None:
    place, _, _ = path.rpartition(".")
    if place in {"household", "applicant"}:
        holder: dict[str, Any] = answers[place]
        return holder
    group, _, number = place.partition(".")
    if group != "members" or not number.isdecimal() or int(number) > 20:
        return None
    members = answers["members"]
    members.extend({} for _ in range(int(number) + 1 - len(members)))
    member: dict[str, Any] = members[int(number)]
    return member


def _wired(value: Any) -> Any:
    """Write dates as they come over the wire."""
    if isinstance(value, dict):
        return {key: _wired(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_wired(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _amount(fields: Fields) -> Sum | None:
    value = fields.raw("amount", optional=True)
    if value is None:
        return None
    if value == "office":
        return NO_SUM
    ends = value if isinstance(value, list) and len(value) == 2 else [value, value]
    low, high = (_fen(fields, end) for end in ends)
    return low or 0, high


def _fen(fields: Fields, yuan: Any) -> int | None:
    if yuan == "open":
        return None
    if isinstance(yuan, bool) or not isinstance(yuan, int | Decimal):
        fields.wrong("amount", "应为元,或 [下限, 上限],上限不限写 open,说不出金额写 office")
        return 0
    return int(yuan * 100)


def run(engine: Engine, case: Case) -> Result:
    """Return what the engine says about a case, or raise `PackInvalid` for impossible answers."""
    try:
        given = read_answers(engine.pack, case.answers, case.on)
    except AnswersInvalid as invalid:
        text = ";".join(f"{path} {what}" for path, what in invalid.fields.items())
        raise PackInvalid([Problem(case.place.file, case.place.line, text)]) from None
    assessment = engine.assess(given, case.on)
    about = case.about or _usual_subject(engine.pack, case)
    for outcome in assessment.outcomes:
        if outcome.rule.policy.id == case.policy and subject_name(outcome.who) == about:
            return Result(
                case, _word(outcome.verdict, outcome.open), outcome.amount, assessment, outcome
            )
    text = f"about:没有“{about}”"
    raise PackInvalid([Problem(case.place.file, case.place.line, text)])


def _usual_subject(pack: Pack, case: Case) -> str:
    return "household" if pack.policies[case.policy].of_household else "applicant"


def _word(value: int, mask: int) -> str:
    """Say a truth as cases do; open questions make an unknown, a figure not found the office."""
    if value == TRUE:
        return "yes"
    if value == FALSE:
        return "no"
    return "unknown" if mask else "office"
