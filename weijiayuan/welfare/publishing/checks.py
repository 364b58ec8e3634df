"""What a pack must pass before anybody is asked to approve it. Pure: texts in, findings out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from weijiayuan.rules_engine.author.lint import faults, hints, placeholders
from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.author.worked_cases import Case, Result, read_case_files, run
from weijiayuan.rules_engine.compile.compiler import build
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.double_entry import differences
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files, salvage

READ = re.compile(
    r"(pack|sources|topics|facts|kinship|second_reading)\.yaml"
    r"|(questions|parameters|policies|cases)/[a-z0-9_]+\.yaml"
)
COMPILED, TRIED = 0.05, 0.3
"""What share of the work is done when all is compiled, and when the cases were tried."""
NUMBERS = "应由数字和点组成，每段不超过6位，例如 2026.11.5"
VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,5}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack that may be proposed, and what is suspicious in it."""

    pack: Pack
    hints: list[str]


class NotFit(Exception):  # reads as a verdict on the pack
    """The pack may not be proposed; `findings` says why, place by place."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


def checked(
    files: Mapping[str, str],
    before: Pack,
    on: date,
    known: Mapping[str, str],
    tell: Callable[[float], object] = float,
) -> Checked:
    """Return the pack made of these files, or raise `NotFit`.

    Refused are mistakes, cases that come out otherwise, figures and days that the second reading
    has otherwise, cases that are missing, rules that could change without any case noticing, a
    version that does not rise, and one that stood for something else before (`known`: digests of
    what was published, by version). `tell` hears what share of the work is done.
    """
    engine = _compiled(files, with_cases=True)
    tell(COMPILED)
    results = [run(engine, case) for case in _cases(engine.pack, files)]
    tell(TRIED)
    findings = [str(result) for result in results if not result.is_right]
    findings += [str(fault) for fault in faults(engine, results)]
    findings += _strays(files)
    findings += version_findings(before, engine.pack, known)
    if not findings:
        findings = list(_unnoticed(engine.pack, results, tell))
    if findings:
        raise NotFit(findings)
    told = [str(hint) for hint in hints(engine, on)]
    return Checked(engine.pack, [*_again(before, engine.pack, known), *told])


def _unnoticed(pack: Pack, results: list[Result], tell: Callable[[float], object]) -> Iterator[str]:
    """Yield the small changes of a rule that no case would notice; the long part of a check."""
    places = {name: place for place, name in enumerate(pack.policies, start=1)}
    for each in mutants(pack, (result.case for result in results)):
        tell(TRIED + (1 - TRIED) * places[each.policy] / len(places))
        if not each.is_noticed:
            yield str(each)


def readable(files: Mapping[str, str], on: date) -> Checked:
    """Return a pack that was in force before, or raise `NotFit` if it cannot be read any more.

    It must be possible to go back, also to a text that today's checks would not let pass.
    """
    engine = _compiled(files)
    return Checked(engine.pack, [str(hint) for hint in hints(engine, on)])


def rules_of(files: Mapping[str, str]) -> Pack:
    """Return the pack made of these files, its cases apart, or raise `PackInvalid`."""
    return read_files(_rules(files))


def _rules(files: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if not is_case_file(name)}


def _compiled(files: Mapping[str, str], *, with_cases: bool = False) -> Engine:
    """Return the engine of a pack, or raise `NotFit` with all that is wrong in its texts.

    What cannot be read hides neither what is wrong elsewhere nor what is missing; `with_cases` also
    in the cases, which a pack that was in force is not asked for.
    """
    found = salvage(_rules(files))
    problems = list(found.problems)
    if found.pack is not None:
        try:
            engine = Engine(found.pack)
            for day in engine.changes:
                build(engine.pack, day)
        except PackInvalid as invalid:
            problems += found.of_its_own(invalid.problems)
        slips = list(found.of_its_own(_case_slips(found.pack, files))) if with_cases else []
        if problems or slips:
            problems += slips
            problems += found.of_its_own(placeholders(found.pack))
            problems += found.of_its_own(differences(found.pack))
            problems += _without_cases(found.pack, files) if with_cases else ()
            problems += _odd_number(found.pack)
    if problems:
        told = [str(each) for each in sorted(set(problems))]
        raise NotFit([*told, *_strays(files)])
    return engine


def _odd_number(pack: Pack) -> Iterator[Problem]:
    if not VERSION.fullmatch(pack.version):
        yield Problem("pack.yaml", 1, f"version:{NUMBERS}")


def _case_slips(pack: Pack, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what cannot be read of the cases."""
    try:
        _cases(pack, files)
    except PackInvalid as invalid:
        return tuple(invalid.problems)
    return ()


def _cases(pack: Pack, files: Mapping[str, str]) -> list[Case]:
    cases = {name: text for name, text in files.items() if is_case_file(name)}
    return read_case_files(pack, cases)


def _without_cases(pack: Pack, files: Mapping[str, str]) -> Iterator[Problem]:
    for policy in pack.policies.values():
        if f"cases/{policy.id}.yaml" not in files:
            text = f"政策 {policy.id} 没有案例（cases/{policy.id}.yaml）"
            yield Problem(policy.place.file, policy.place.line, text)


def _strays(files: Mapping[str, str]) -> list[str]:
    """Tell of files that nobody reads: a rule in `polices/` would be missing without a word."""
    return [
        f"{name}:1: 没有人读这个文件，请看看文件夹和名字有没有写错"
        for name in sorted(files)
        if not READ.fullmatch(name)
    ]


def version_findings(before: Pack, after: Pack, known: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the number of a pack, given what was published (`known`)."""
    if after.digest == before.digest:
        return []
    found = []
    if not VERSION.fullmatch(after.version):
        found.append(f"pack.yaml:1: version:{NUMBERS}")
    elif not rises(before.version, after.version):
        found.append(f"pack.yaml:1: version:应高于现行的 {before.version}，这里是 {after.version}")
    if known.get(after.version, after.digest) != after.digest:
        found.append(f"pack.yaml:1: version:{after.version} 已经是另一份内容的版本号，请再升高")
    return found


def _again(before: Pack, after: Pack, known: Mapping[str, str]) -> list[str]:
    """Warn of a text that was in force before and replaced: somebody may have had a reason."""
    if after.digest == before.digest or after.digest not in known.values():
        return []
    return [f"这份内容（{after.version}）施行过，后来被换下，请先弄清当时为什么"]


def rises(before: str, after: str) -> bool:
    """Tell whether a version is higher than another, number by number.

    >>> rises("2026.11.9", "2026.11.10"), rises("2026.11.2", "2026.11.2")
    (True, False)
    """
    return _numbers(after) > _numbers(before)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
