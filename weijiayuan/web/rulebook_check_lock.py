"""Texts of rules are checked one at a time in the whole product, and a check holds nobody's permit.

A check works for seconds on one processor. Twenty at once took every thread for a minute and gave
residents 503; now one of a kind works, the others are told at once and come again.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app

from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.kernel.errors import Refused

FOLDER = "weijiayuan.exclusive_checks"


def init_app(app: Flask, folder: Path) -> None:
    app.extensions[FOLDER] = folder


@contextmanager
def turn(of: str, *, underway: type[Refused]) -> Iterator[None]:
    """Take the only turn of a kind (`of`: a name of a file) for the block, or raise `underway`.

    The lock ends with the process that holds it, however it ends.
    """
    with lock_file(of).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise underway from None
        with waiting_outside():
            yield


def lock_file(of: str) -> Path:
    """Return the file that whoever checks holds locked."""
    folder: Path = current_app.extensions[FOLDER]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{of}-check.lock"
