"""Clients that really race: processes with their own connections, started at one moment."""

import multiprocessing
import traceback

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.warm"])
PATIENCE = 60


class Lost(AssertionError):
    """A racer raised; its traceback is the message."""


def _run(function, gate, results, args):
    try:
        gate.wait(PATIENCE)
        results.put(("returned", function(*args)))
    except BaseException:
        results.put(("raised", traceback.format_exc()))


def race(function, *arguments):
    """Run `function(*args)` for every `args` in a process of its own, all at once.

    Functions and arguments must be importable and picklable. Returns what they returned, in the
    order in which they ended.
    """
    gate, results = processes.Barrier(len(arguments)), processes.Queue()
    racers = [
        processes.Process(target=_run, args=(function, gate, results, args)) for args in arguments
    ]
    for racer in racers:
        racer.start()
    ended = [results.get(timeout=PATIENCE) for _ in racers]
    for racer in racers:
        racer.join()
    for how, what in ended:
        if how == "raised":
            raise Lost(what)
    return [what for _, what in ended]


def run_until_killed(function, *args):
    """Run a function that kills its own process; returns the exit code (negative signal)."""
    racer = processes.Process(target=function, args=args)
    racer.start()
    racer.join(PATIENCE)
    return racer.exitcode
