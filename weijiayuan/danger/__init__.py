"""Danger to people, recognised in what they write, before anything else is made of it.

`recognise(text)` tells whether somebody is in danger now and whom to call; `wants_person(text)`
whether a person has to look although nobody seems to be. Pure: no request, no database. Any
service may ask; see docs/danger.md for how it is measured.
"""

from weijiayuan.danger.danger_recognition import Danger, recognise, wants_person
from weijiayuan.danger.explicit_danger_phrases import is_of_elsewhere, without_frames
from weijiayuan.danger.reference_data import Kind, advice_of, kinds, name_of
from weijiayuan.danger.reported_domestic_violence import names_violence_at_home

__all__ = [
    "Danger",
    "Kind",
    "advice_of",
    "is_of_elsewhere",
    "kinds",
    "name_of",
    "names_violence_at_home",
    "recognise",
    "wants_person",
    "without_frames",
]
