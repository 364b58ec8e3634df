"""`flask jobs`: measure the check, take in lists, write the index anew."""

import csv
import io
from pathlib import Path

import click
from flask.cli import AppGroup

from weijiayuan.db import transaction
from weijiayuan.district.current_district import district
from weijiayuan.jobs.rules import breach_classifier
from weijiayuan.jobs.rules.labelled_sentences import Labelled, labelled
from weijiayuan.jobs.rules.post_spreadsheet import headings
from weijiayuan.jobs.rules.text_check_evaluation import Score, judge, score
from weijiayuan.jobs.service import post_imports, search_reindexing
from weijiayuan.kernel import clock

jobs_cli = AppGroup("jobs", help="Jobs: the lawful-post check, employers' lists, the index.")


@jobs_cli.command("measure-check")
@click.option("--misses/--no-misses", default=True, help="List the sentences judged wrongly.")
def measure_check(misses: bool) -> None:  # noqa: FBT001  # click's manner
    """Measure precision and recall of the lawful-post check on the labelled sentences."""
    judged = [judge(each, region=district().minimum_wage_region) for each in labelled()]
    for part, words in (("tune", "made with"), ("held", "held out")):
        for style in ("plain", "disguised", "lookalike", None):
            chosen = [each for each in judged if is_of(each.label, part, style)]
            click.echo(line(f"{words}, {style or 'all'}", score(chosen)))
    if misses:
        click.echo(missed(score(judged)))


def is_of(label: Labelled, part: str, style: str | None) -> bool:
    """Say whether the sentence is of the part and of the style, or of any if none is named."""
    return label.part == part and (style is None or label.style == style)


def line(name: str, measured: Score) -> str:
    """Return one line of figures."""
    if not measured.has_breaches:
        return f"{name:24} {measured.count:4} sentences  stopped wrongly {len(measured.misses)}"
    return (
        f"{name:24} {measured.count:4} sentences  precision {measured.precision:.3f}  "
        f"recall {measured.recall:.3f}  unjust refusals {measured.unjust_refusals}"
    )


def missed(measured: Score) -> str:
    """Return the sentences that were judged wrongly, one a line."""
    return "\n".join(
        f"| {each.label.part} | {each.label.expect} {each.label.rule} | {each.said} | "
        f"{each.label.sentence} |"
        for each in measured.misses
    )


@jobs_cli.command("teach-check")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def teach_check(path: Path) -> None:
    """Weigh the labelled sentences anew and write the weights of the second reader to PATH."""
    taught = breach_classifier.teach(
        each for each in labelled() if each.part == breach_classifier.TAUGHT
    )
    path.write_text(breach_classifier.written(taught), encoding="utf-8")
    click.echo(f"{len(taught.parts)} parts of sentences weighed")


@jobs_cli.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def import_list(path: Path, dry_run: bool) -> None:  # noqa: FBT001  # click's manner
    """Take in an employers' list: xlsx, or csv in any encoding. The same again changes nothing."""
    rows = post_imports.read(path.read_bytes())
    with transaction():
        report = post_imports.take_in(rows, by="system", now=clock.now(), is_rehearsal=dry_run)
    for error in report.errors:
        click.echo(f"row {error.row}, {error.column}: {error.problem}")
    click.echo(
        f"{report.rows} rows: {report.published} published, {report.in_review} to review, "
        f"{report.updated} changed, {report.repeated} known, {report.bad} bad"
    )


@jobs_cli.command("template")
def write_template() -> None:
    """Print the heading line of an employers' list."""
    line_of = io.StringIO()
    csv.writer(line_of).writerow(headings())
    click.echo(line_of.getvalue().strip())


@jobs_cli.command("reindex")
def reindex() -> None:
    """Write the search index of every open post anew. The worker does so after an upgrade."""
    with transaction():
        search_reindexing.forget_all()
    click.echo(f"indexed {sum(search_reindexing.write_anew())} posts")
