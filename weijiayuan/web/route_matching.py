"""Which view a request is for, found once, by whoever stands in front of the application."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException

from weijiayuan.web.middleware import Environ

FOUND = "weijiayuan.route_matching"
NONE = "none"


def endpoint_of(app: Flask, environ: Environ) -> str:
    """Return the endpoint that is asked, whatever stands in its path, or `none`."""
    if FOUND not in environ:
        try:
            environ[FOUND], _ = app.url_map.bind_to_environ(environ).match()
        except HTTPException:
            environ[FOUND] = NONE
    return str(environ[FOUND])


def view_of(app: Flask, environ: Environ) -> Callable[..., Any] | None:
    """Return the view that is asked, if there is one."""
    return app.view_functions.get(endpoint_of(app, environ))
