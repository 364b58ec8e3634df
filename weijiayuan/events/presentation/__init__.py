"""What people read of a matter: one picture for staff, another for the reporter."""

from weijiayuan.events.presentation.reporter_view import for_reporter, reporter_actions
from weijiayuan.events.presentation.shared_parts import (
    category_of,
    clock,
    grid_names,
    grid_of,
    is_overdue,
    outcome_text,
    outline_of,
    photo,
    place_of,
    state_text,
    unit_name,
    unit_of,
)
from weijiayuan.events.presentation.staff_view import actions, matter
from weijiayuan.events.presentation.work_lists import lines, previews, turns

__all__ = [
    "actions",
    "category_of",
    "clock",
    "for_reporter",
    "grid_names",
    "grid_of",
    "is_overdue",
    "lines",
    "matter",
    "outcome_text",
    "outline_of",
    "photo",
    "place_of",
    "previews",
    "reporter_actions",
    "state_text",
    "turns",
    "unit_name",
    "unit_of",
]
