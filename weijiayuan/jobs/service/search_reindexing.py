"""The search index written anew after an upgrade, in steps, while search goes on.

Every row of the index knows the version of its tokens. The worker looks for older ones and writes
them anew, keeping their numbers. Until the last is done the board says so, and a search crosses
plain columns instead of tokens (`queries/search_conditions.py`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import joinedload

from weijiayuan.db import db, transaction
from weijiayuan.jobs.models import Job, JobBoard, job_search
from weijiayuan.jobs.queries import posts
from weijiayuan.jobs.queries.search_conditions import BOARD, INDEX_VERSION, is_index_whole
from weijiayuan.jobs.rules.states import JobState
from weijiayuan.jobs.service import publishing

AT_ONCE = 250
RENEWED = ("title_tokens", "all_tokens", "board", "lodging", "version")
indexed = job_search.c


def write_anew() -> Iterator[int]:
    """Write older rows anew and yield how many were done, one transaction after the other."""
    while True:
        with transaction():
            done = write_portion()
        if not done:
            return
        yield done


def write_portion(most: int = AT_ONCE) -> int:
    """Write some older rows anew and return how many; after the last the index is whole."""
    older = older_rows(most)
    renew(older)
    if not older and not is_index_whole():
        set_version(INDEX_VERSION)
    return len(older)


def renew(rows: Sequence[Row[Any]]) -> None:
    """Write the rows anew. One that a change of its post replaced meanwhile is no longer there."""
    for row, job in zip(rows, jobs_of(rows), strict=True):
        fresh = publishing.search_row(job)
        renewed = {name: fresh[name] for name in RENEWED}
        db.session.execute(update(job_search).where(indexed.number == row.number).values(renewed))


def older_rows(most: int = AT_ONCE) -> Sequence[Row[Any]]:
    """Return rows whose tokens are of an older version."""
    rows = select(indexed.number, indexed.job_id).where(indexed.version < INDEX_VERSION)
    return list(db.session.execute(rows.order_by(indexed.number).limit(most)))


def jobs_of(rows: Sequence[Row[Any]]) -> list[Job]:
    """Return the posts of the rows, in their order, with their employers."""
    wanted = select(Job).where(Job.id.in_([row.job_id for row in rows]))
    found = {job.id: job for job in db.session.scalars(wanted.options(joinedload(Job.employer)))}
    return [found[row.job_id] for row in rows]


def set_version(version: int) -> None:
    """Say of which version the index is; what was found by an older one is found anew."""
    board = update(JobBoard).where(JobBoard.name == BOARD)
    db.session.execute(board.values(index_version=version))
    posts.move_board()


def forget_all() -> None:
    """Make every row count as old, and add the open posts that have none."""
    set_version(0)
    db.session.execute(update(job_search).values(version=0))
    absent = select(Job).where(
        Job.state == JobState.PUBLISHED, Job.id.not_in(select(indexed.job_id))
    )
    for job in db.session.scalars(absent.order_by(Job.published_at)):
        publishing.index(job)
