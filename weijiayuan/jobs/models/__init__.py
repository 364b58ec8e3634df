"""The tables of jobs: employers, posts, the search index, applications, fairs."""

from weijiayuan.jobs.models.applications import Application, ApplicationMove, JobProfile, JobReport
from weijiayuan.jobs.models.employers import Employer, EmployerInvitation, EmployerMember
from weijiayuan.jobs.models.job_fairs import Fair, FairPost, FairStand
from weijiayuan.jobs.models.posts import Job, JobChange
from weijiayuan.jobs.models.search_index import JobBoard, SavedSearch, job_search

__all__ = [
    "Application",
    "ApplicationMove",
    "Employer",
    "EmployerInvitation",
    "EmployerMember",
    "Fair",
    "FairPost",
    "FairStand",
    "Job",
    "JobBoard",
    "JobChange",
    "JobProfile",
    "JobReport",
    "SavedSearch",
    "job_search",
]
