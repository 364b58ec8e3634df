"""How good the lawful-post check is, on sentences whose answer is known.

A sentence is stopped when it is refused or sent to a person. Recall is the share of breaches that
are stopped; precision the share of stopped sentences that were breaches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from weijiayuan.jobs.rules.labelled_sentences import STOPS, Labelled
from weijiayuan.jobs.rules.minimum_wage import in_force
from weijiayuan.jobs.rules.post_text_check import UNNAMED, Finding, check_text, verdict

MEASURED_ON = date(2026, 11, 23)
"""The labels were written under the minimum wage of this day."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence beside what the check made of it."""

    label: Labelled
    said: str
    findings: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules for which it was stopped."""
        return tuple(each.rule for each in self.findings if each.level in STOPS)

    @property
    def is_stopped(self) -> bool:
        """Say whether the check stopped the sentence."""
        return self.said in STOPS

    @property
    def is_right(self) -> bool:
        """Say whether it was stopped for the right rule or for none, or rightly let through."""
        if not self.label.is_breach:
            return not self.is_stopped
        return self.is_stopped and bool({self.label.rule, UNNAMED} & {*self.rules})


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall over some sentences, and those the check got wrong."""

    count: int
    precision: float
    recall: float
    unjust_refusals: int
    has_breaches: bool
    misses: tuple[Judged, ...]


def judge(label: Labelled, *, region: str) -> Judged:
    """Return what the check says of the sentence."""
    findings = check_text(label.sentence, when=in_force(MEASURED_ON, region=region))
    level = verdict(findings)
    return Judged(label, level.value if level else "pass", tuple(findings))


def score(judgements: Iterable[Judged]) -> Score:
    """Count what was judged rightly.

    A lawful sentence that is refused outright, rather than shown to a person, is an unjust refusal.
    """
    judged = list(judgements)
    stopped = [each for each in judged if each.is_stopped]
    breaches = [each for each in judged if each.label.is_breach]
    caught = sum(each.is_stopped for each in breaches)
    return Score(
        count=len(judged),
        precision=sum(each.label.is_breach for each in stopped) / max(1, len(stopped)),
        recall=caught / max(1, len(breaches)),
        unjust_refusals=sum(each.said == "refuse" and not each.label.is_breach for each in judged),
        has_breaches=bool(breaches),
        misses=tuple(each for each in judged if not each.is_right),
    )
