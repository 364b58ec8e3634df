"""A job that was put off is found again by its name, which is the path of its module."""

import runpy
from pathlib import Path

import weijiayuan.app  # noqa: F401  # the modules that hold jobs are imported with it
from weijiayuan.background.registry import JOBS

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"
NAMES = {
    "accounts.revocation_list.put_down",
    "appeals.service.attendance_and_video_room.open_room",
    "approvals.service.licence_sealing.seal_licence",
    "commons.service.ballot_notices.tell_cancelled",
    "commons.service.ballot_notices.tell_opening",
    "commons.service.meeting_invitations.tell_called_off",
    "commons.service.meeting_invitations.tell_everybody",
    "commons.service.meeting_invitations.tell_room_changed",
    "files.periodic_tasks.remove_bytes",
    "markets.service.satisfaction_rating.check_words",
    "tips.text_moderation.check_event",
    "tips.text_moderation.check_message",
    "venues.service.satisfaction_rating.judge",
    "welfare.publishing.check_job.run_check",
    "welfare.simulation_job.run_simulation",
}


def test_a_job_changes_its_name_only_with_a_migration_for_those_that_wait():
    """Whoever moves the module of a job renames the waiting rows, and then the name here."""
    assert {name for name in JOBS if not name.startswith("tests.")} == NAMES


def test_jobs_that_waited_under_former_names_are_given_those_that_are_there():
    renamed = runpy.run_path(str(MIGRATIONS / "0095_renamed_jobs.py"))["RENAMED"]
    assert set(renamed.values()) <= NAMES
    assert not set(renamed) & NAMES
