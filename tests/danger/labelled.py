"""Texts with what they are, one hand or another, read from the files beside this one."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Labelled:
    """`label`: a kind of danger, or `none`, or `look`; `hand`: e, y, g or a, m for many."""

    label: str
    hand: str
    text: str


def labelled(name: str) -> list[Labelled]:
    """Return the texts of one file."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Labelled(*line.split("\t")) for line in lines if not line.startswith("#")]
