"""The endpoints of approvals: public, the applicant's, and the registrars' desk."""

from weijiayuan.approvals.api.public import approvals

__all__ = ["approvals"]
