"""Teaching of the classifiers that tell two labels apart by a few hundred labelled texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from tools import classifier_training, softmax
from tools.classifier_training import Lesson
from weijiayuan.language import short_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights
from weijiayuan.public_words import tight

HERE = Path(__file__).parent.parent
ROUNDS, FORGETTING = 200, 1e-3


@dataclass(frozen=True)
class Task:
    """What is taught: labelled rows of files under `tests`, and the weights under `data`."""

    labelled: tuple[str, ...]
    weights: tuple[str, str]
    found: str
    """The label that is looked for."""
    usual: str

    def lessons(self) -> list[Lesson]:
        """Return the labelled texts, as they are weighed."""
        texts = [(HERE / "tests" / name).read_text("utf-8") for name in self.labelled]
        lines = (line for text in texts for line in text.splitlines() if "\t" in line)
        rows = (line.split("\t") for line in lines)
        return [(dict(short_text_classifier.parts(tight(text))), label) for text, label in rows]

    def teach(self, taught: Sequence[Lesson]) -> PartWeights:
        """Return the weights that tell the two labels apart."""
        return softmax.fitted(
            [parts for parts, _ in taught],
            [label for _, label in taught],
            labels=[self.found, self.usual],
            rounds=ROUNDS,
            forgetting=FORGETTING,
        )

    def measure(self) -> None:
        """Print how much of a fifth the other four find, at a share of false alarms."""
        sound = itemgetter(self.usual)
        lessons = self.lessons()
        classifier_training.measure_doubts(
            lessons, [], self.teach, soundness=sound, faultless=self.usual
        )

    def measure_or_write(self) -> None:
        path = HERE.joinpath("weijiayuan", "data", *self.weights)
        classifier_training.measure_or_write(
            self.measure, lambda: {path: self.teach(self.lessons())}
        )
