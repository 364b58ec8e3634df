"""Sentences from job posts with what the law says of them: data/jobs/labelled_posts.tsv."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weijiayuan.jobs.rules.prohibited_content import Level

STOPS = frozenset({Level.REFUSE.value, Level.REVIEW.value})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, what the law says of it (`expect`: refuse, review, warn, pass), and why."""

    part: str
    style: str
    expect: str
    rule: str
    sentence: str

    @property
    def is_breach(self) -> bool:
        """Say whether the sentence ought to be stopped."""
        return self.expect in STOPS


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return the labelled sentences."""
    raw = files("weijiayuan").joinpath("data", "jobs", "labelled_posts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in raw.splitlines() if line and not line.startswith("#")]
    return tuple(Labelled(*row) for row in rows[1:])
