"""What would do harm if the product started all the same: said in one sentence, before it does."""

import logging

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.accounts import queries as accounts
from weijiayuan.db import reading
from weijiayuan.db.database_clock import database_now
from weijiayuan.running_processes import heartbeat
from weijiayuan.settings import BadSettings, Settings

logger = logging.getLogger(__name__)


def check_start(app: Flask, settings: Settings, *, role: str) -> None:
    """Refuse to start beside what does not go together with this process. Raises `BadSettings`."""
    try:
        with app.app_context(), reading():
            has_samples = not settings.fake_wechat and accounts.has_samples()
            told = heartbeat.presence_of(settings, role=role)
            now = database_now()
            strangers = heartbeat.strangers_to(told, now=now)
            keyless = heartbeat.strangers_to_key(settings, now=now)
    except SQLAlchemyError:  # not there yet, or not migrated: readiness tells of that
        logger.warning("cannot look whether anything speaks against starting")
        return
    if has_samples:
        raise BadSettings(
            "sample staff, whose password is printed in the README, are in a database that is to "
            "be used beside the real WeChat; remove them with `flask sample remove-staff`."
        )
    if strangers:
        raise BadSettings(
            f"{strangers[0].host} keeps photos in another place ({strangers[0].folder}) than this "
            f"machine ({told.folder}): half of them would be missing. Set STORAGE_URL on all "
            "machines, or let DATA_DIR/files be one shared folder."
        )
    if keyless:
        raise BadSettings(
            f"{keyless[0].host} {keyless[0].role} {keyless[0].pid} does not hold the key "
            f"{told.keys.split(',')[0]} that stands first in DATA_KEYS here: it could not read "
            "what this process writes. Put the new key last everywhere, restart all, then first."
        )
