"""Teach which questions fill a seat: `python -m tools.teach_elections [--measure]`."""

from tools.short_text_teaching import Task
from weijiayuan.commons.rules.seat_election_classifier import ELECTS, LAWFUL, WEIGHTS

TASK = Task(("commons/labelled/committee_elections.tsv",), WEIGHTS, ELECTS, LAWFUL)

if __name__ == "__main__":
    TASK.measure_or_write()
