"""Teach which sentences accuse a neighbour: `python -m tools.teach_accusations [--measure]`."""

from tools.short_text_teaching import Task
from weijiayuan.public_words.accusation_classifier import ACCUSES, HARMLESS, WEIGHTS

LABELLED = tuple(
    f"commons/labelled/{name}.tsv" for name in ("accusations", "neighbours", "moderation")
)
TASK = Task(LABELLED, WEIGHTS, ACCUSES, HARMLESS)

if __name__ == "__main__":
    TASK.measure_or_write()
