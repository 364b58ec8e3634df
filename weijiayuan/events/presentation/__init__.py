"""What people read of a matter: one picture for staff, another for the reporter."""

from weijiayuan.events.presentation.reporter_view import for_reporter, reporter_actions
from weijiayuan.events.presentation.shared_parts import (
    category_of,
    clock,
    grid_names,
    grid_of,
    outcome_text,
    outline_of,
    photo,
    place_of,
    state_text,
    unit_of,
)
from weijiayuan.events.presentation.staff_view import actions, matter
from weijiayuan.events.presentation.work_lists import lines

__all__ = [
    "actions",
    "category_of",
    "clock",
    "for_reporter",
    "grid_names",
    "grid_of",
    "lines",
    "matter",
    "outcome_text",
    "outline_of",
    "photo",
    "place_of",
    "reporter_actions",
    "state_text",
    "unit_of",
]
