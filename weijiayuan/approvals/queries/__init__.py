"""Questions asked of the database about approvals."""
