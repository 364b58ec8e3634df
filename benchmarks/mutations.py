"""Plants fifty errors in pack and engine, one at a time, and tells who catches them.

    python -m benchmarks.mutations [--seed 1]

Thirty stand in the pack, drawn from its own text: a swapped comparison, a figure or an age off by
one, a wrong day, a dropped condition, a reversed one. Twenty stand in the engine and are named
below. Each is tried in a process of its own; the checks are those of the authors' tools and of
`flask welfare prove`: the loader, the lint, the worked cases, ages against the calendar, forgotten
answers, one household against a population. Takes some minutes; it is no part of the test run.
"""

# ruff: noqa: E501  # an error is one line: what it is, where, what stood there, what stands there now

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACK = Path("weijiayuan/data/districts/guangming/welfare")
ENGINE = Path("weijiayuan/rules_engine")
ON = date(2026, 11, 23)
REACH = 48
MISSED = "missed"


@dataclass(frozen=True)
class Planted:
    """One error: in which file, what stood there and what stands there now."""

    kind: str
    file: Path
    old: str
    new: str

    def plant(self, root: Path) -> None:
        path = root / self.file
        text = path.read_text("utf-8")
        if self.old not in text:
            raise LookupError(f"{self.file}: {self.old!r} is not there any more")
        path.write_text(text.replace(self.old, self.new, 1), "utf-8")

    def __str__(self) -> str:
        old, new = (" ".join(text.split())[:60] for text in (self.old, self.new))
        return f"{self.kind}: {self.file.name}: {old}  →  {new or '(nothing)'}"


SLIPS = (
    ("a day too late", "values/dates.py", "return (on - since) // 10000", "return (on - since - 1) // 10000"),
    ("months complete too early", "values/dates.py", "(on % 100 < since % 100)", "(on % 100 < since % 100 - 1)"),
    ("no leap century", "values/dates.py", "- year // 100 + year // 400", "- year // 100"),
    ("birthday on 28 February", "values/dates.py", "date(since.year + years, 3, 1)", "date(since.year + years, 2, 28)"),
    ("swapped bounds of age", "evaluate/scalar_instructions.py", '"(on - h{a}) // 10000", f"(on - l{a}) // 10000"', '"(on - l{a}) // 10000", f"(on - h{a}) // 10000"'),
    ("comparison swapped", "evaluate/scalar_instructions.py", 'n, "<=", ">")', 'n, "<", ">=")'),
    ("strict comparison loosened", "evaluate/scalar_instructions.py", 'n, "<", ">=")', 'n, "<=", ">")'),
    ("difference of the wrong ends", "evaluate/scalar_instructions.py", "{self._l(a)} - {self._h(b)}", "{self._l(a)} - {self._l(b)}"),
    ("and for or", "evaluate/scalar_instructions.py", "self._junction(i, n, stop=2)", "self._junction(i, n, stop=0)"),
    ("unlisted people forgotten in any", "evaluate/scalar_instructions.py", 'f" if extra: v{i} = 1; m{i} |= {self.people_bit}"', '" pass"'),
    ("unlisted people forgotten in a sum", "evaluate/scalar_instructions.py", "if extra: h{i} += extra * {_literal(max(high, 0))}; m{i}", "if extra: m{i}"),
    ("an unknown member counted", "evaluate/scalar_instructions.py", "x == 2: l{i} += 1", "x >= 1: l{i} += 1"),
    ("open questions lost", "evaluate/scalar_instructions.py", "m{i} = m{a} if v{i} == 1 else 0", "m{i} = 0"),
    ("halves rounded down", "values/interval.py", "quotient(2 * a + b, 2 * b)", "quotient(2 * a, 2 * b)"),
    ("an alternative that is sure", "evaluate/scalar_instructions.py", "(1 if e{a} & ~{n.data} else 2)", "2"),
    ("unlisted people forgotten when counting", "evaluate/scalar_instructions.py", "if extra: h{i} += extra; m{i}", "if extra: m{i}"),
    ("at most read as exactly", "evaluate/engine.py", "return 0, int(high)", "return int(low), int(high)"),
    ("the last day not counted", "compile/compiler.py", "day <= span.until", "day < span.until"),
    ("a date one day off", "evaluate/answers.py", "(number_of(low), number_of(high))", "(number_of(low), number_of(high) + 1)"),
    ("yes read as perhaps", "evaluate/answers.py", "{True: 2, False: 0}, 1", "{True: 1, False: 0}, 1"),
)  # fmt: skip


def in_engine() -> list[Planted]:
    return [Planted(kind, ENGINE / file, old, new) for kind, file, old, new in SLIPS]


def in_pack(count: int, seed: int) -> list[Planted]:
    """Draw errors from the pack's own text, evenly over their kinds."""
    drawn = random.Random(seed)
    waiting = [(kind, sorted(find(), key=str)) for kind, find in KINDS]
    for _, found in waiting:
        drawn.shuffle(found)
    planted: list[Planted] = []
    while len(planted) < count:
        for kind, found in waiting:
            if found and len(planted) < count:
                file, old, new = found.pop()
                planted.append(Planted(kind, file, old, new))
    return planted


Error = tuple[Path, str, str]


def _files() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / PACK).rglob("*.yaml")):
        if path.parent.name in {"policies", "parameters"} or path.name == "facts.yaml":
            yield path.relative_to(ROOT), path.read_text("utf-8")


def _lines(pattern: str, change: Callable[[re.Match[str]], str]) -> Iterator[Error]:
    """Yield every line that matches with the match changed. Lines that stand twice are left out."""
    for file, text in _files():
        for line in text.splitlines():
            if text.count(line) == 1 and (found := re.search(pattern, line)):
                yield file, line, line[: found.start()] + change(found) + line[found.end() :]


def comparisons() -> Iterator[Error]:
    swapped = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
    yield from _lines(r"(?<=expr: )(.*?)(>=|<=|>|<)", lambda m: m[1] + swapped[m[2]])


def figures() -> Iterator[Error]:
    yield from _lines(r"(?<=, value: )(\d+)", lambda m: str(int(m[1]) + 1))


def bands() -> Iterator[Error]:
    yield from _lines(r"(?<=, value: \{)(\d+)", lambda m: str(int(m[1]) + 1))


def days() -> Iterator[Error]:
    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(days=1)).isoformat()

    yield from _lines(r"(?<=since: )\d{4}-\d\d-\d\d", later)
    yield from _lines(r"(?<=until: )\d{4}-\d\d-\d\d", later)


def dropped() -> Iterator[Error]:
    block = re.compile(r"^( +)- id: .*\n(?:\1  .*\n)+", re.MULTILINE)
    for file, text in _files():
        for found in block.finditer(text):
            yield file, found[0], ""


def reversed_() -> Iterator[Error]:
    yield from _lines(r"(?<=expr: )([a-z_]+)$", lambda m: f"not {m[1]}")


KINDS = (
    ("swapped comparison", comparisons),
    ("figure off by one", figures),
    ("band off by one", bands),
    ("wrong day", days),
    ("dropped condition", dropped),
    ("reversed condition", reversed_),
)


# -- who catches it, in a process of its own


def catcher() -> str:
    """Return what notices that something is wrong with the pack and engine at hand.

    The checks import the engine when they run (PLC0415), after the error was planted in its source.
    """
    from weijiayuan.rules_engine.pack.pack_problems import PackInvalid  # noqa: PLC0415

    try:
        for name, notices in CHECKS:
            if notices():
                return name
    except PackInvalid:
        return "loader"
    except Exception as error:  # noqa: BLE001  # a crash is noticed by whoever runs any check
        return f"crash ({type(error).__name__})"
    return MISSED


def _engine():
    from weijiayuan.rules_engine.evaluate.engine import Engine  # noqa: PLC0415
    from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack  # noqa: PLC0415

    return Engine(read_pack(Path.cwd() / PACK))


def _results(engine):
    from weijiayuan.rules_engine.author.worked_cases import read_cases, run  # noqa: PLC0415

    return [run(engine, case) for case in read_cases(engine.pack, Path.cwd() / PACK / "cases")]


def cases_differ() -> bool:
    return any(not result.is_right for result in _results(_engine()))


def lint_complains() -> bool:
    from weijiayuan.rules_engine.author.lint import lint  # noqa: PLC0415

    engine = _engine()
    return bool(lint(engine, _results(engine), ON))


def ages_differ() -> bool:
    from weijiayuan.rules_engine.values import dates  # noqa: PLC0415

    for day in (date(1896, 1, 1) + timedelta(days=n) for n in range(366)):
        is_leapling = (day.month, day.day) == (2, 29)
        for years in range(1, 121):
            common = date(day.year + years, 3, 1) if is_leapling else None
            try:
                birthday = day.replace(year=day.year + years)
            except ValueError:
                birthday = common
            eve = birthday - timedelta(days=1)
            born, on, before = map(dates.number_of, (day, birthday, eve))
            if dates.anniversary(day, years) != birthday:
                return True
            if (dates.years_between(born, on), dates.years_between(born, before)) != (
                years,
                years - 1,
            ):
                return True
            if dates.months_between(born, on) != 12 * years:
                return True
            if dates.months_between(born, before) != 12 * years - 1:
                return True
            if dates.day_number(on) - dates.day_number(born) != (birthday - day).days:
                return True
    return False


def list_is_wrong() -> bool:
    """On its last day a policy stands in the list as in force, on the next as ended."""
    from weijiayuan.welfare.benefits.policy_views import state  # noqa: PLC0415

    for policy in _engine().pack.policies.values():
        if (last := policy.validity.until) is not None:
            days = last, last + timedelta(days=1)
            if [state(policy, day) for day in days] != ["in_force", "ended"]:
                return True
    return False


def proofs_fail() -> bool:
    from weijiayuan.rules_engine.author.property_checks import agreement, soundness  # noqa: PLC0415

    engine, days = _engine(), (ON, date(2022, 7, 1), date(2024, 2, 29))
    for findings in (soundness(engine, days, 1_000_000, 1), agreement(engine, days, 10_000, 1)):
        if any(found.violations for found in findings):
            return True
    return False


CHECKS = (
    ("cases", cases_differ),
    ("lint", lint_complains),
    ("ages", ages_differ),
    ("list", list_is_wrong),
    ("proofs", proofs_fail),
)


# -- planting


def overlay(folder: Path) -> None:
    """Lay out a package in which pack and engine are copies and all else is a link."""
    _lay_out(Path("weijiayuan"), folder)


def _lay_out(at: Path, folder: Path) -> None:
    copied = (PACK.parent, ENGINE)
    (folder / at).mkdir()
    for path in (ROOT / at).iterdir():
        inside = path.relative_to(ROOT)
        if inside in copied:
            skipped = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, folder / inside, ignore=skipped)
        elif any(inside in each.parents for each in copied):
            _lay_out(inside, folder)
        else:
            (folder / inside).symlink_to(path)


def tried(planted: Planted | None) -> str:
    """Return who catches an error (None: no error, to see that nobody cries wolf)."""
    with tempfile.TemporaryDirectory(prefix="weijiayuan-mutation-") as name:
        folder = Path(name)
        overlay(folder)
        if planted is not None:
            planted.plant(folder)
        env = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "--check"],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip()


def main(seed: int) -> int:
    if (wolf := tried(None)) != MISSED:
        print(f"nothing is planted, and yet: {wolf}")
        return 2
    errors = [*in_pack(50 - len(SLIPS), seed), *in_engine()]
    told: Counter[str] = Counter()
    for number, error in enumerate(errors, start=1):
        by = tried(error)
        told[by] += 1
        print(f"{number:2}/{len(errors)}  {by:<22} {error}", flush=True)
    caught = len(errors) - told[MISSED]
    print(f"{caught} of {len(errors)} caught: {dict(told)}; reach: {REACH}")
    return caught < REACH


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    given = reader.parse_args()
    if given.check:
        print(catcher())
    else:
        sys.exit(main(given.seed))
