"""The desk pages at `/console/`: ES modules as they lie on disk, under a strict policy."""

from flask import Blueprint, Response, send_from_directory

from weijiayuan.kernel.package_data_paths import shipped_folder

CONSOLE = shipped_folder("static") / "console"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

console = Blueprint("console", __name__, url_prefix="/console")


@console.get("/")
def page() -> Response:
    """Send the desk."""
    return asset("index.html")


@console.get("/<path:name>")
def asset(name: str) -> Response:
    """Send one of its files; a browser asks each time whether it changed."""
    answer = send_from_directory(CONSOLE, name, conditional=True, etag=True, max_age=0)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-cache"
    return answer
