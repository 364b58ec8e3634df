"""Work called by what is done, 看门 or 带孩子: which jobs it is (data/jobs/described_work.toml)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LONGEST = 12  # characters of such a word
WHO = "的?(?:阿姨|阿婶|大姐|大叔|师傅|人员|员|工|人)?"


@dataclass(frozen=True, slots=True)
class DescribedWork:
    """One pattern for every word, with the jobs for each of its groups."""

    pattern: re.Pattern[str]
    jobs: tuple[tuple[str, ...], ...]


def described_jobs(word: str) -> tuple[str, ...]:
    """Return the jobs that a word describes, none if it describes none.

    >>> described_jobs("看大门"), described_jobs("带小孩"), described_jobs("保安")
    (('保安',), ('月嫂', '保姆', '保育员'), ())
    """
    if len(word) > LONGEST:
        return ()
    found = described_work().pattern.fullmatch(word)
    return described_work().jobs[found.lastindex - 1] if found and found.lastindex else ()


@cache
def described_work() -> DescribedWork:
    """Return the table in force."""
    raw = files("weijiayuan").joinpath("data", "jobs", "described_work.toml").read_text("utf-8")
    entries = tomllib.loads(raw)["work"]
    return DescribedWork(
        re.compile("|".join(f"({entry['said']}){WHO}" for entry in entries)),
        tuple(tuple(entry["jobs"]) for entry in entries),
    )
