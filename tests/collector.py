"""The collector of garbage rests while everything is loaded, and never looks at that again.

What is loaded stays to the end of a run: looking for garbage in it was a tenth of a run's time.
Importing this module stops the collector, so that it comes before whatever is large.
"""

import gc

SELDOM = (10_000, 20, 20)
"""How many new objects it waits for; Python's own 700 suit a program that has less in its hands."""

gc.disable()


def begin() -> None:
    """Let it look at what is made from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
