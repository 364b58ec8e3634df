"""Work that nobody waits for: periodic tasks, and jobs that were put off.

`@every(minutes=5)` makes a periodic task of a function `(now) -> str`. `@job` lets a function be
called `.later(...)`: the call becomes a row in the caller's transaction, so it happens if and only
if the rest does. Huey wakes the worker; what is due stands in the database and survives its death.
"""

from weijiayuan.background.registry import every, every_in_steps, job, job_in_steps
from weijiayuan.background.runner import run_due
from weijiayuan.background.task_queue import init_app

__all__ = [
    "every",
    "every_in_steps",
    "init_app",
    "job",
    "job_in_steps",
    "run_due",
]
