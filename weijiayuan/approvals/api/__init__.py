"""The endpoints of approvals: public, the applicant's, and the registrars' desk."""

from weijiayuan.approvals.api.applicant import applying
from weijiayuan.approvals.api.consents import consents
from weijiayuan.approvals.api.licence_transfers import handovers
from weijiayuan.approvals.api.licences import licences
from weijiayuan.approvals.api.objections_desk import objections_desk
from weijiayuan.approvals.api.public import approvals
from weijiayuan.approvals.api.registrar_desk import approvals_desk
from weijiayuan.approvals.api.rulebooks import rulebook_desk
from weijiayuan.approvals.api.supporting_papers import approval_papers

__all__ = [
    "applying",
    "approval_papers",
    "approvals",
    "approvals_desk",
    "consents",
    "handovers",
    "licences",
    "objections_desk",
    "rulebook_desk",
]
