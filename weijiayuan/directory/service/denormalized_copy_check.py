"""What is held knows its need and its place by copy: the check that finds a copy that is wrong.

Triggers write the copies; a table that was rebuilt by hand or from a dump may have lost them.
"""

from sqlalchemy import or_, select, update

from weijiayuan.db import db
from weijiayuan.directory.models import Service, ServiceAt, Site

AT_ONCE = 5_000


def mend() -> int:
    """Make copies true that differ from the service's need or the site's place; return how many."""
    wrong = (
        select(ServiceAt.id)
        .join(Service, Service.id == ServiceAt.service_id)
        .join(Site, Site.id == ServiceAt.site_id)
        .where(
            or_(
                ServiceAt.need.is_distinct_from(Service.need),
                ServiceAt.strip.is_distinct_from(Site.strip),
                ServiceAt.lng.is_distinct_from(Site.lng),
            )
        )
    )
    found = db.session.scalars(wrong.limit(AT_ONCE)).all()
    if found:
        db.session.execute(
            update(ServiceAt)
            .where(ServiceAt.id.in_(found))
            .execution_options(synchronize_session=False)
            .values(
                need=select(Service.need)
                .where(Service.id == ServiceAt.service_id)
                .scalar_subquery(),
                strip=select(Site.strip).where(Site.id == ServiceAt.site_id).scalar_subquery(),
                lng=select(Site.lng).where(Site.id == ServiceAt.site_id).scalar_subquery(),
            )
        )
    return len(found)
