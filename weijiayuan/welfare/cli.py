"""Commands for those who write and publish the rules."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial, wraps
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import AppGroup

from weijiayuan.db import reading, transaction
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.author import decision_tree, pack_diff
from weijiayuan.rules_engine.author.condition_coverage import WORDS, coverage
from weijiayuan.rules_engine.author.condition_source_table import source_table
from weijiayuan.rules_engine.author.lint import lint, undecided_for_nothing
from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.author.property_checks import Findings, agreement, soundness
from weijiayuan.rules_engine.author.worked_cases import Result, read_cases, run
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.welfare.benefits import new_policy_scaffold
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack
from weijiayuan.welfare.builtin_pack import whole_folder
from weijiayuan.welfare.errors import NothingToChange, PackRejected
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.publishing import service as publishing
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.charts import has_moved
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.rule_overlay import Overlay
from weijiayuan.welfare.simulation.uploaded_population import PeopleInvalid, read_people
from weijiayuan.welfare.simulation_population_files import rows_of

SOURCES_BEGIN, SOURCES_END = "<!-- sources -->", "<!-- /sources -->"
welfare_cli = AppGroup("welfare", help="福利政策包:检查、试算、比较、发布")
PROOF_DAYS = (date(2026, 11, 23), date(2022, 7, 1), date(2024, 2, 29), date(2027, 3, 1))


def pack_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take the folder of a pack; without it, the district's own is meant."""

    @click.option("--pack", type=click.Path(path_type=Path, exists=True), help="包的目录")
    @wraps(command)
    def with_folder(*args: Any, pack: Path | None, **more: Any) -> None:
        command(*args, folder=pack or district().pack_folder, **more)

    return with_folder


def _today() -> date:
    return clock.local_date(clock.now())


def _engine(folder: Path) -> Engine:
    """Return the engine of a folder, or end with everything that is wrong in it."""
    try:
        engine = Engine(read_pack(folder))
        engine.rules_on(_today())
    except PackInvalid as invalid:
        sys.exit("\n".join(map(str, invalid.problems)))
    return engine


def _results(engine: Engine, folder: Path) -> list[Result]:
    try:
        return [run(engine, case) for case in read_cases(engine.pack, folder / "cases")]
    except PackInvalid as invalid:
        sys.exit("\n".join(map(str, invalid.problems)))


@welfare_cli.command("lint")
@pack_option
@click.option("--deep", is_flag=True, help="再用随机家庭找出写法不完整的条件")
def check(folder: Path, *, deep: bool) -> None:
    """Name everything suspicious in the pack, with file and line."""
    engine = _engine(folder)
    problems = lint(engine, _results(engine, folder), _today())
    if deep:
        problems += undecided_for_nothing(engine, _today(), households=3000, seed=1)
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(engine.pack.policies)} 项政策,{len(problems)} 处问题")
    sys.exit(bool(problems))


@welfare_cli.command("test")
@pack_option
def test(folder: Path) -> None:
    """Run every worked case and name those that come out otherwise."""
    engine = _engine(folder)
    results = _results(engine, folder)
    wrong = [result for result in results if not result.is_right]
    for result in wrong:
        click.echo(str(result))
    click.echo(f"{len(results)} 个案例,{len(wrong)} 个不符")
    sys.exit(bool(wrong))


@welfare_cli.command("coverage")
@pack_option
def cover(folder: Path) -> None:
    """Report what the cases have not seen: values of conditions, and small changes of rules."""
    engine = _engine(folder)
    results = _results(engine, folder)
    seen = list(coverage(engine, results))
    for one in seen:
        if one.missing:
            words = "、".join(WORDS[value] for value in sorted(one.missing))
            click.echo(f"{one.policy}.{one.test} 没有出现过:{words}")
    done = sum(len(one.shown & one.possible) for one in seen)
    click.echo(f"条件覆盖 {done}/{sum(len(one.possible) for one in seen)}")
    tried = list(mutants(engine.pack, (result.case for result in results)))
    for change in tried:
        if not change.is_noticed:
            click.echo(str(change))
    noticed = sum(change.is_noticed for change in tried)
    click.echo(f"规则的小改动,案例看得出 {noticed}/{len(tried)}")
    sys.exit(any(one.missing for one in seen) or noticed < len(tried))


@welfare_cli.command("explain")
@click.argument("policy")
@click.argument("answers", type=click.File())
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None)
@pack_option
def explain(policy: str, answers: IO[str], on: object, folder: Path) -> None:
    """Show how a policy's verdict comes about for answers in a JSON file (- for standard input)."""
    day = on.date() if hasattr(on, "date") else _today()
    adviser = Adviser(_engine(folder).pack)
    try:
        given = adviser.household(json.load(answers), day)
    except (AnswersInvalid, ValueError) as error:
        sys.exit(f"答案有误:{error}")
    desk = adviser.desk(day)
    assessment = desk.rules.assess(given, day)
    found = [o for o in assessment.outcomes if o.rule.policy.id == policy]
    if not found:
        sys.exit(f"没有政策 {policy}")
    for outcome in found:
        click.echo("\n".join(decision_tree.explained(desk.wording, assessment, outcome)))


@welfare_cli.command("diff")
@click.argument("other", type=click.Path(path_type=Path, exists=True))
@click.option("--households", default=2000, show_default=True)
@pack_option
def diff(other: Path, households: int, folder: Path) -> None:
    """Tell what another pack says differently, and for how many random people it matters."""
    old, new = _engine(folder), _engine(other)
    for line in pack_diff.differences(old.pack, new.pack):
        click.echo(line)
    counts = pack_diff.verdict_changes(old, new, _today(), households=households, seed=1)
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        click.echo(f"{name}:{count} 个结论或金额不同(随机 {households} 户)")


@welfare_cli.command("new-policy")
@click.argument("name")
@pack_option
def new_policy(name: str, folder: Path) -> None:
    """Write the files of a new policy, ready to be filled in."""
    local = read_census(district().folder).local_choice
    files = new_policy_scaffold.new_policy(name, _today(), level=district().city, local=local)
    if any((folder / path).exists() for path in files):
        sys.exit(f"已有政策 {name}")
    for path, text in files.items():
        (folder / path).write_text(text, "utf-8")
        click.echo(f"已写 {folder / path}")
    click.echo("填好后运行:flask welfare lint、flask welfare test")


@welfare_cli.command("sources")
@click.option("--write", "page", type=click.Path(path_type=Path, exists=True), help="写进哪一页")
@pack_option
def sources(page: Path | None, folder: Path) -> None:
    """Tell which sentence of the source each condition is, and which alternative is where."""
    lines = list(source_table(_engine(folder).pack))
    if page is None:
        click.echo("\n".join(lines))
        return
    text = page.read_text("utf-8")
    head, begin, rest = text.partition(SOURCES_BEGIN)
    _, end, tail = rest.partition(SOURCES_END)
    if not begin or not end:
        sys.exit(f"{page} 里没有 {SOURCES_BEGIN}")
    page.write_text("\n".join([head + begin, *lines, end + tail]), "utf-8")


@welfare_cli.command("propose")
@click.option("--reason", required=True, help="为什么要改")
@pack_option
def propose(reason: str, folder: Path) -> None:
    """Propose a pack that passes every check; a policy officer puts it in force at the desk."""
    files = whole_folder(folder)
    with reading():
        before, known = current().adviser().pack, publishing.known(_today())
    census, day = read_census(district().folder), _today()
    try:
        draft = publishing.drafted(files, before, on=day, census=census, known=known)
    except PackRejected as rejected:
        sys.exit("\n".join(each["text"] for each in rejected.facts["findings"]))  # type: ignore[attr-defined]
    except NothingToChange:
        sys.exit("与现行政策包一字不差,不用提案")
    with transaction():
        done = publishing.propose(draft, reason=reason, in_force_on=day, by="operator")
        line = f"已提案 {done.version} {done.digest},请政策专员审批"
    click.echo(line)


figure_option = partial(
    click.option,
    multiple=True,
    metavar="参数=数",
    help="金额以分计，可写多个，例如 minimum_wage=270000",
)


@welfare_cli.command("simulate")
@click.option("--people", "file", type=click.Path(path_type=Path, exists=True), help="人群表")
@click.option("--count", default=1_150_000, show_default=True, help="没有人群表时，合成多少人")
@click.option("--seed", default=1, show_default=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None)
@figure_option("--before")
@figure_option("--after")
@click.option("--json", "out", type=click.File("w"), help="完整结果写到哪个文件")
@pack_option
def simulation(
    *,
    file: Path | None,
    count: int,
    seed: int,
    on: datetime | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
    out: IO[str] | None,
    folder: Path,
) -> None:
    """Try other figures on a synthetic population, or on a CSV or Parquet file of people."""
    pack, day = _engine(folder).pack, on.date() if on else _today()
    reform = Reform(day, Overlay(_figures(before)), Overlay(_figures(after)), count, seed)
    try:
        census = read_census(district().folder)
        rows = rows_of(file.read_bytes()) if file else None
        people = read_people(pack, rows, day, census=census) if rows else None
        result = simulate(
            pack,
            reform,
            lambda share: _told(f"{share:4.0%}"),
            census=census,
            subjects=people,
        )
    except (PackInvalid, PeopleInvalid) as invalid:
        sys.exit("\n".join(map(str, invalid.problems)))
    click.echo(f"\r{result['population']}；{result['people']} 人，{result['households']} 户")
    for policy in result["policies"]:
        if policy["heads"] != [0, 0] and has_moved(policy):
            heads, cost = policy["heads"], [fen / 1e6 for fen in policy["cost_at_most_fen"]]
            click.echo(
                f"{policy['name']}:{heads[0]} → {heads[1]},每年 {cost[0]:.2f} → {cost[1]:.2f} 万元"
            )
    if out is not None:
        json.dump(result, out, ensure_ascii=False, indent=1)


def _figures(written: tuple[str, ...]) -> dict[str, int]:
    try:
        pairs = [each.split("=") for each in written]
        return {name: int(figure) for name, figure in pairs}
    except ValueError:
        sys.exit("应写成 参数=整数，例如 minimum_wage=270000")


def _told(share: str) -> None:
    click.echo(f"\r{share}", nl=False, err=True)


@welfare_cli.command("prove")
@click.option("--checks", default=1_000_000, show_default=True, help="可靠性检查次数")
@click.option("--households", default=100_000, show_default=True, help="两种求值对照的户数")
@click.option("--seed", default=1, show_default=True)
@pack_option
def prove(checks: int, households: int, seed: int, folder: Path) -> None:
    """Try the engine's promises on random households and name every violation."""
    engine, found = _engine(folder), Findings()
    for found in soundness(engine, PROOF_DAYS, checks, seed):
        _progress("可靠性", found, min(1, found.checks / checks))
    violations = found.violations
    for done, found in enumerate(agreement(engine, PROOF_DAYS, households, seed), start=1):
        _progress("两种求值", found, min(1, done * 500 / households))
    violations += found.violations
    click.echo("\n".join(violations[:50]) or "没有违反")
    sys.exit(bool(violations))


def _progress(what: str, found: Findings, share: float) -> None:
    text = f"\r{what} {share:6.1%} {found.checks:>12,} 次检查,{len(found.violations)} 处违反"
    click.echo(text, nl=share >= 1)
