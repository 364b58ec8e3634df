"""`flask background`: what the worker does, for operators."""

from flask.cli import AppGroup

from weijiayuan.background import queries, runner
from weijiayuan.db import reading
from weijiayuan.db.database_clock import read_database_clock
from weijiayuan.kernel import clock

background_cli = AppGroup("background", help="Periodic tasks and jobs.")


@background_cli.command("status")
def status() -> None:
    """Show when each task ran, what is waiting, and what was given up."""
    with reading():
        for run in queries.periodic_runs():
            ran = clock.moment_in_words(run.ran_at) if run.ran_at else "never"
            trouble = f"  failed {run.failures} times: {run.error}" if run.failures else ""
            print(f"{run.name}: {ran} {run.said}{trouble}")
        print(f"{queries.waiting_count()} tasks waiting")
        for job in queries.failed_jobs():
            print(f"given up: {job.name} {job.id} after {job.attempts} tries: {job.error}")


@background_cli.command("run")
def run() -> None:
    """Do everything that is due now, once, as a worker would."""
    for line in runner.run_due(read_database_clock()):
        print(line)
    print("nothing else is due")


@background_cli.command("retry")
def retry() -> None:
    """Give the tasks that were given up another eight tries."""
    print(f"{runner.retry_failed(read_database_clock())} jobs will be tried again")
