"""The weights that ship for short texts, and what they were taught from."""

import pytest

from tools import teach_accusations, teach_elections
from weijiayuan.language import short_text_classifier


@pytest.mark.parametrize("task", [teach_elections.TASK, teach_accusations.TASK])
def test_the_weights_that_ship_say_what_those_say_that_are_taught(task):
    """Sums of vectors may round otherwise on another processor: what is said has to be the same."""
    lessons = task.lessons()
    taught, ship = task.teach(lessons), short_text_classifier.weights(*task.weights)

    assert len({label for _, label in lessons}) == 2
    for parts, _ in lessons:
        assert abs(taught.shares(parts)[task.found] - ship.shares(parts)[task.found]) < 0.03
