"""The page for a television at a stall: numbers in large type, nobody's name."""

from uuid import UUID

from flask import Blueprint, Response, abort

from weijiayuan.kernel.package_data_paths import shipped_folder
from weijiayuan.web.blueprint import open_to_all

stall_screen = Blueprint("stall_screen", __name__, url_prefix="/console/stall")

FOLDER = shipped_folder("static") / "console" / "stall"
KINDS = {"icon.svg": "image/svg+xml", "screen.css": "text/css", "screen.js": "text/javascript"}
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"


@stall_screen.get("/<uuid:item_id>")
def show_screen(item_id: UUID) -> Response:  # noqa: ARG001  # the page reads it from its address
    """Send the page; it asks for the queue itself."""
    return _file("index.html", "text/html")


@stall_screen.get("/files/<name>")
def screen_file(name: str) -> Response:
    """Send what the page is made of."""
    if name not in KINDS:
        abort(404)
    return _file(name, KINDS[name])


def _file(name: str, kind: str) -> Response:
    answer = Response((FOLDER / name).read_bytes(), mimetype=kind)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


for view in (show_screen, screen_file):
    vars(view)["guard"] = open_to_all  # read by the test that asks who may
