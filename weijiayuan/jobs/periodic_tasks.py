"""What jobs do by themselves. Everything follows from the time, so late is as good as early."""

from datetime import datetime, timedelta

from weijiayuan.background import every, every_in_steps
from weijiayuan.jobs.queries import employers
from weijiayuan.jobs.queries import posts as queries
from weijiayuan.jobs.service import (
    applications,
    notifications,
    posts,
    saved_searches,
    search_reindexing,
)
from weijiayuan.kernel.clock import local_date

LAST_CALL = timedelta(days=3)
FIRST_DAY = timedelta(days=1)  # whoever published a post today knows when it ends


@every_in_steps(minutes=2)
def renew_index(_now: datetime) -> str:
    """Write the rows of the search index anew that an upgrade left behind."""
    renewed = sum(search_reindexing.write_anew())
    return f"{renewed} posts indexed anew" if renewed else ""


@every(minutes=15)
def expire_posts(now: datetime) -> str:
    """End the posts whose last day is past."""
    ended = posts.expire(today=local_date(now), now=now)
    return f"{ended} posts expired" if ended else ""


@every(minutes=30)
def remind_employers(now: datetime) -> str:
    """Remind employers of applications that nobody answered for seven days."""
    reminded = applications.remind(now=now)
    return f"{reminded} applications recalled" if reminded else ""


@every(minutes=10)
def tell_of_new_posts(now: datetime) -> str:
    """Tell residents of new posts that answer their saved searches."""
    told = saved_searches.tell_of_new_posts(now=now)
    return f"{told} residents told of new posts" if told else ""


@every(minutes=60)
def warn_of_expiry(now: datetime) -> str:
    """Tell employers three days before a post runs out, or later, so that one tap renews it."""
    today = local_date(now)
    ending = queries.running_out(today, today + LAST_CALL, published_before=now - FIRST_DAY)
    told = sum(
        notifications.tell_of_the_end(job, employers.recruiters(job.employer_id), now=now)
        for job in ending
    )
    return f"{told} posts run out soon" if told else ""
