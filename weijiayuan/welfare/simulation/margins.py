"""How near the people of a simulation come to what is published about the district's people."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from weijiayuan.rules_engine.evaluate.population_columns import Subjects
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.welfare.simulation.census import Census

UNPUBLISHED = ("年龄", "每户人数", "收入", "就业", "住房", "残疾", "在读")
Json = dict[str, Any]


def margins(pack: Pack, subjects: Subjects, census: Census) -> Iterator[Json]:
    """Yield each published share with that of these people and the error in percentage points.

    What nobody publishes is named without a figure: nothing is said of its error.
    """
    people = subjects.population
    local = _local_share(pack, subjects, census)
    yield _margin("本区户籍占常住人口", census.local_share, local)
    home = np.repeat(subjects.streets, people.sizes)
    total = sum(census.street_people)
    for place, street in enumerate(census.streets):
        share = census.street_people[place] / total
        found = float(np.mean(home == place))
        is_known = street in census.published_streets
        yield _margin(f"{street}街道占常住人口", share if is_known else None, found)
    for label in UNPUBLISHED:
        yield _margin(label, None, None)


def _local_share(pack: Pack, subjects: Subjects, census: Census) -> float | None:
    question = pack.questions.get("hukou")
    if question is None:
        return None
    column = subjects.population.person["hukou"]
    code = 1 << [choice.id for choice in question.choices].index(census.local_choice)
    return float(np.mean(column == code))


def _margin(label: str, published: float | None, drawn: float | None) -> Json:
    error = None if published is None or drawn is None else (drawn - published) * 100
    return {
        "label": label,
        "published": None if published is None else round(published, 6),
        "drawn": None if drawn is None else round(drawn, 6),
        "error_points": None if error is None else round(error, 4),
    }
