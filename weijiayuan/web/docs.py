"""The OpenAPI document at /openapi.json and a page to read it at /docs, all from local files."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory

from weijiayuan.web.errors import Api

STATIC = Path(__file__).parents[2] / "static" / "docs"
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'"
)

docs = Blueprint("docs", __name__)


def init_app(app: Flask) -> Api:
    """Return the registry that writes the document."""
    app.config |= {
        "API_TITLE": "微家园 Weijiayuan",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
    }
    api = Api(app)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    app.register_blueprint(docs)
    return api


@docs.get("/docs")
def page() -> Response:
    return _local("index.html")


@docs.get("/docs/<path:name>")
def asset(name: str) -> Response:
    return _local(name)


def _local(name: str) -> Response:
    answer = send_from_directory(STATIC, name)
    answer.headers["Content-Security-Policy"] = PAGE_POLICY
    return answer
