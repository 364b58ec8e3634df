"""The endpoints of jobs for the public, residents and employers."""

from weijiayuan.jobs.api.employers import employers
from weijiayuan.jobs.api.mine import my_jobs
from weijiayuan.jobs.api.posting import posting
from weijiayuan.jobs.api.public import jobs

__all__ = ["employers", "jobs", "my_jobs", "posting"]
