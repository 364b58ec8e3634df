"""The mini-program in a browser: the page at `/` and its files, cached by their content."""

import json
from functools import lru_cache
from html import escape

from flask import Blueprint, Response, abort, current_app, request

from weijiayuan.client.browser_bundle import Asset, Build, build
from weijiayuan.client.miniprogram_packages import HOST, MINIPROGRAM, tree
from weijiayuan.district.current_district import district

client = Blueprint("client", __name__)

FOREVER = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; "  # WXML binds style="..." on elements
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@client.get("/")
def page() -> Response:
    """Send the shell of the host; everything it names is under the build's own address."""
    files = current_build()
    answer = Response(shell(files), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.set_etag(f"{files.version}-{district().code}")
    answer.make_conditional(request)
    return answer


@client.get("/client/<version>/<path:name>")
def asset(version: str, name: str) -> Response:
    """Send one file of the build, for ever; an older build's address is gone."""
    files = current_build()
    found = files.assets.get(name)
    if version != files.version or found is None:
        abort(404)
    return packed(found)


def packed(found: Asset) -> Response:
    """Send the file, gzipped where the browser takes it."""
    zipped = found.gzipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    answer = Response(zipped or found.body, mimetype=found.media_type)
    if zipped:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def shell(files: Build) -> str:
    """Fill the host's page with the build's addresses; scripts are named ahead to load together."""
    scripts = [name for name in files.assets if name.startswith("host/") and name.endswith(".js")]
    ahead = "\n".join(
        f'<link rel="modulepreload" href="/client/{files.version}/{escape(name)}">'
        for name in [*scripts, "packages/main.js"]
    )
    title = json.loads((MINIPROGRAM / "app.json").read_text("utf-8"))["window"]
    text = (HOST / "index.html").read_text("utf-8")
    return (
        text.replace("{{version}}", files.version)
        .replace("{{fake}}", "yes" if plays_wechat() else "no")
        .replace("{{regions}}", escape(json.dumps(regions(), ensure_ascii=False)))
        .replace("{{preload}}", ahead)
        .replace("{{title}}", escape(title["navigationBarTitleText"]))
    )


def current_build() -> Build:
    """Give the build of this process; under `flask --debug` files are read again once they change.

    An application may bring a build of its own as the extension `weijiayuan.client`.
    """
    own: Build | None = current_app.extensions.get("weijiayuan.client")
    return own or built_of(last_change() if current_app.debug else 0)


@lru_cache(maxsize=1)
def built_of(_change: int) -> Build:
    return build(tree())


def last_change() -> int:
    """Tell when a file of the mini-program or the host changed last."""
    found = (path for folder in (MINIPROGRAM, HOST) for path in folder.rglob("*"))
    return max(path.stat().st_mtime_ns for path in found)


def regions() -> tuple[str, str, list[str]]:
    """Return province, city and its districts, this one first, for `<picker mode="region">`."""
    own = district()
    return own.province, own.city, [own.name, *own.neighbours]


def plays_wechat() -> bool:
    """Tell whether somebody in a browser may choose who WeChat says they are."""
    settings = current_app.extensions.get("weijiayuan.settings")
    return bool(settings and settings.fake_wechat)
