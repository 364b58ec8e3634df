"""`flask background`: what the worker does, for operators."""

from flask.cli import AppGroup

from weijiayuan.background import queries, runner
from weijiayuan.db import reading
from weijiayuan.kernel import clock

background_cli = AppGroup("background", help="Chores and tasks.")


@background_cli.command("status")
def status() -> None:
    """Show when each chore ran, what is waiting, and what was given up."""
    with reading():
        for turn in queries.turns():
            ran = clock.moment_in_words(turn.ran_at) if turn.ran_at else "never"
            trouble = f"  failed {turn.failures} times: {turn.error}" if turn.failures else ""
            print(f"{turn.name}: {ran} {turn.said}{trouble}")
        print(f"{queries.waiting_count()} tasks waiting")
        for task in queries.failed_tasks():
            print(f"given up: {task.name} {task.id} after {task.attempts} tries: {task.error}")


@background_cli.command("run")
def run() -> None:
    """Do everything that is due now, once, as a worker would."""
    for line in runner.run_due(clock.now()):
        print(line)
    print("nothing else is due")


@background_cli.command("retry")
def retry() -> None:
    """Give the tasks that were given up another eight tries."""
    print(f"{runner.take_up_again(clock.now())} tasks will be tried again")
