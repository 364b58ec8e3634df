"""A process whose parent is gone must not go on: it would serve with yesterday's code or data."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 1.0  # seconds


def end_with_parent() -> None:
    """End this process when its parent does, in whatever manner that ended."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), name="Parent", daemon=True).start()


def _watch(parent: int) -> None:
    """Look whether the parent is still there, for systems that do not tell, and a moment ago."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGKILL)
