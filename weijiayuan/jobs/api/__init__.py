"""The endpoints of jobs for the public, residents and employers."""

from weijiayuan.jobs.api.employers import employers
from weijiayuan.jobs.api.job_applications import applying
from weijiayuan.jobs.api.job_posts import posting
from weijiayuan.jobs.api.profile_and_applications import my_jobs
from weijiayuan.jobs.api.public import jobs

__all__ = ["applying", "employers", "jobs", "my_jobs", "posting"]
