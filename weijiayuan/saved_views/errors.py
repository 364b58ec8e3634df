"""What the desk refuses."""

from weijiayuan.kernel.errors import NotFound, Refused


class ViewNotFound(NotFound):
    code = "desk.view_not_found"


class TooManyViews(Refused):
    """More views than a page can offer; somebody deletes one first."""

    code = "desk.too_many_views"
