"""The OpenAPI document at /openapi.json and a page to read it at /docs, all from local files.

The document is written when somebody first asks for it: it costs half a second and some memory,
and hardly any web process is ever asked.
"""

from hashlib import blake2b
from threading import Lock
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Blueprint, Flask, Response, current_app, send_from_directory

from weijiayuan.kernel.package_data_paths import shipped_folder
from weijiayuan.web import json
from weijiayuan.web.errors import Api
from weijiayuan.web.etags import conditional

STATIC = shipped_folder("static") / "docs"
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'"
)
EXTENSION = "weijiayuan.docs"

docs = Blueprint("docs", __name__)


class ShapeNames:
    """Names shapes by their class, the second of a name by its domain too, more by their file."""

    def __init__(self) -> None:
        self._taken: dict[str, type] = {}

    def of(self, schema: Any) -> str:
        resolved = resolve_schema_cls(schema)
        shape = resolved[0] if isinstance(resolved, list) else resolved
        assert isinstance(shape, type)
        _, domain, *rooms = shape.__module__.title().replace("_", "").split(".")
        names = (shape.__name__, domain + shape.__name__, domain + "".join(rooms) + shape.__name__)
        return next(name for name in names if self._taken.setdefault(name, shape) is shape)


class LateApi(Api):
    """smorest's registry, which writes an endpoint down only when the document is asked for."""

    def __init__(self, app: Flask) -> None:
        names = MarshmallowPlugin(schema_name_resolver=ShapeNames().of)
        super().__init__(app, spec_kwargs={"marshmallow_plugin": names})
        self._unwritten: list[Any] = []
        self._written: bytes | None = None
        self._turn = Lock()

    def register_blueprint(self, blueprint: Any, **options: Any) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, **options)
        self._unwritten.append(blueprint)

    def document(self) -> bytes:
        """Return the whole document as JSON."""
        with self._turn:
            if self._written is None:
                for blueprint in self._unwritten:
                    self._write(blueprint)
                self._written = json.dump_bytes(self.spec.to_dict())
            return self._written

    def _write(self, blueprint: Any) -> None:
        blueprint.register_views_in_doc(
            self, self._app, self.spec, name=blueprint.name, parameters=None
        )
        self.spec.tag({"name": blueprint.name, "description": blueprint.description})


def init_app(app: Flask) -> LateApi:
    """Return the registry that writes the document."""
    app.config |= {
        "API_TITLE": "微家园 Weijiayuan",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }
    api = LateApi(app)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    app.extensions[EXTENSION] = api
    app.register_blueprint(docs)
    return api


@docs.get("/openapi.json")
def document() -> Response:
    """Give the document; it changes only with the program, so a process keeps it."""
    api: LateApi = current_app.extensions[EXTENSION]
    written = api.document()
    return conditional(blake2b(written, digest_size=8).hexdigest(), lambda: written)


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
