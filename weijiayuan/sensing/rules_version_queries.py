"""Questions about versions of the rules: proposed, decided, the newest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.sensing.models import RulesVersion

MOST = 500


def newest_decided() -> datetime | None:
    """Return when a version of the rules last came in force."""
    wanted = select(func.max(RulesVersion.decided_at)).where(RulesVersion.is_approved.is_(True))
    return db.session.scalar(wanted)


def rules_version(version: str, *, locked: bool = True) -> RulesVersion | None:
    """Return a version of the rules, locked until the transaction ends."""
    wanted = select(RulesVersion).filter_by(version=version)
    wanted = wanted.with_for_update() if locked else wanted
    return db.session.scalars(wanted).one_or_none()


def rules_versions() -> Sequence[RulesVersion]:
    newest_first = select(RulesVersion).order_by(RulesVersion.id.desc())
    return db.session.scalars(newest_first.limit(MOST)).all()
