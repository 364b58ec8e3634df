"""Packs are checked one at a time in the whole product, and a check holds nobody else's permit.

A check works for seconds on one processor. Twenty at once took every thread for a minute and gave
residents 503; now one works, the others are told at once and come again.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app

from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.welfare.errors import CheckUnderway

NAME = "weijiayuan.welfare.check_turn"


def init_app(app: Flask, folder: Path) -> None:
    app.extensions[NAME] = folder / "pack-check.lock"


@contextmanager
def turn() -> Iterator[None]:
    """Take the only turn there is for the block, or raise `CheckUnderway`.

    The lock ends with the process that holds it, however it ends.
    """
    path: Path = current_app.extensions[NAME]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CheckUnderway from None
        with waiting_outside():
            yield
