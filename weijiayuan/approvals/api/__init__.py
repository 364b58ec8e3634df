"""The endpoints of approvals: public, the applicant's, and the registrars' desk."""

from weijiayuan.approvals.api.licences import licences
from weijiayuan.approvals.api.mine import applying
from weijiayuan.approvals.api.public import approvals

__all__ = ["applying", "approvals", "licences"]
