"""What is asked of a text of the rulebook before anybody may propose or publish it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from weijiayuan.approvals.errors import RulebookRejected
from weijiayuan.approvals.rulebook_in_force import NAME_WORDS, Decider, decider_of, name_words
from weijiayuan.approvals.rules import automatic_approval_limits
from weijiayuan.approvals.rules.application_decision import Outcome, outcome_of, rulings_of
from weijiayuan.approvals.rules.application_form import kinds_of
from weijiayuan.approvals.service import rulebook_losses as losses
from weijiayuan.approvals.service import rulebook_name_cases as name_cases
from weijiayuan.rules_engine.author.lint import faults, hints
from weijiayuan.rules_engine.author.worked_cases import Result, read_case_files, run
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.rules_engine.rulebook import PackInvalid

Files = Mapping[str, str]
MOST_FINDINGS = 50


@dataclass(frozen=True)
class Checked:
    """A text that may be proposed: ready to decide, its cases run, and what is suspicious."""

    decider: Decider
    results: list[Result]
    lint: list[str]


def checked(files: Mapping[str, str], *, on: date) -> Checked:
    """Return a text that may be proposed. Raises `RulebookRejected` with every finding.

    Findings are mistakes, cases that come out otherwise, conditions that no case tries,
    applications that the law keeps from a machine and this text would approve, and days of review
    that are past.
    """
    try:
        decider, results = _read(files)
    except PackInvalid as invalid:
        raise RulebookRejected(findings=[str(each) for each in invalid.problems]) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise RulebookRejected(findings=[f"form.yaml: {error!r}"]) from None
    engine = decider.book.engine
    found = [str(each) for each in results if not each.is_right]
    found += [str(each) for each in faults(engine, results)]
    found += unguarded(decider, on)
    found += overdue(decider, on)
    if found:
        raise RulebookRejected(findings=list(dict.fromkeys(found))[:MOST_FINDINGS])
    suspicious = [str(each) for each in hints(engine, on)]
    suspicious += [*name_cases.kept_needlessly(decider), *name_cases.untried(decider)]
    return Checked(decider, results, suspicious[:MOST_FINDINGS])


def _read(files: Mapping[str, str]) -> tuple[Decider, list[Result]]:
    decider = decider_of(files)
    kinds_of(decider.book.pack)
    for day in decider.book.engine.changes:
        decider.book.engine.rules_on(day)
    return decider, _run(decider, files)


def _run(decider: Decider, files: Mapping[str, str]) -> list[Result]:
    pack, engine = decider.book.pack, decider.book.engine
    texts = {name: text for name, text in files.items() if is_case_file(name)}
    return [run(engine, case) for case in read_case_files(pack, texts)]


def unguarded(decider: Decider, on: date) -> Iterator[str]:
    """Yield what a text would let a machine approve below the floor of the law."""
    days = sorted({on, *(day for day in decider.book.engine.changes if day > on)})
    for kind in automatic_approval_limits.SOUND:
        if kind not in decider.kinds:
            yield f"底线：规则包里没有“{kind}”这一类申请"
            continue
        for day in days:
            for why, facts in automatic_approval_limits.probes(kind):
                if _approves(decider, kind, facts, day):
                    yield f"底线：“{why}”不成立或者不知道时，{kind} 在 {day} 仍会当场办理"


def _approves(decider: Decider, kind: str, facts: Mapping[str, object], on: date) -> bool:
    asked = {name: fact for name, fact in facts.items() if name in decider.book.pack.questions}
    rulings = rulings_of(decider.book, decider.kinds[kind].policies, asked, on=on)
    return outcome_of(rulings, ()) is Outcome.AUTO


def overdue(decider: Decider, on: date) -> Iterator[str]:
    """Yield what of a text had to be looked over again before a day."""
    yield from (f"{each} 的复核日已过，先复核再公布" for each in decider.cache.overdue(on))


def loosened(draft: Decider, before: Decider, files: Files, former: Files) -> list[str]:
    """Return what a draft asks less of than the text before it, and what it lost.

    Conditions that are gone, cases that passed only there, and words and cases that are no more:
    each may turn into approvals.
    """
    lost = [
        *losses.words_lost(_words(former), _words(files)),
        *name_cases.let_pass(draft, before),
        *losses.cases_lost((before.book.pack, former), (draft.book.pack, files)),
    ]
    gone = [f"不再有条件 {name}" for name in _conditions(before) if name not in _conditions(draft)]
    try:
        turned = [
            f"案例“{each.case.name}”（{each.case.policy}）原来不通过，现在通过"
            for each in _run(draft, former)
            if each.case.expect != "yes" and each.said == "yes"
        ]
    except PackInvalid as invalid:
        turned = [f"原来的案例不再适用：{each}" for each in invalid.problems]
    return [*gone, *turned, *lost]


def _words(files: Files) -> str:
    return name_words(files.get(NAME_WORDS))


def _conditions(decider: Decider) -> list[str]:
    pack = decider.book.pack
    used = dict.fromkeys(name for kind in decider.kinds.values() for name in kind.policies)
    return [
        test.id
        for name in used
        if name in pack.policies
        for test in pack.policies[name].when.conditions()
    ]
