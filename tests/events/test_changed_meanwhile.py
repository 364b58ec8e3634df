"""What somebody decides about a matter as they saw it is refused when it has changed since."""

import pytest

from tests.factories.events import make_event

pytestmark = pytest.mark.usefixtures("district")


def accept(staff, event, seen=None):
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    return staff.post(f"/api/v1/events/{event.id}/accept", json={}, headers=headers)


def test_a_move_for_an_older_version_is_refused_and_says_why(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    shown = people["dispatcher"].get(f"/api/v1/events/{event.id}").json["version"]
    assert accept(people["dispatcher"], event, seen=shown).status_code == 200

    late = people["dispatcher"].post(
        f"/api/v1/events/{event.id}/reject",
        json={"reason": "insufficient", "words": "不归我们管"},
        headers={"If-Match": f'"{shown}"'},
    )

    assert (late.status_code, late.json["code"]) == (409, "events.changed_meanwhile")
    assert people["dispatcher"].get(f"/api/v1/events/{event.id}").json["state"] == "accepted"


def test_who_names_no_version_is_served_as_ever(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    assert accept(people["dispatcher"], event).status_code == 200
