"""The blueprint every domain uses: smorest's, guarded, each view inside one transaction."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, request
from flask_smorest import Blueprint as SmorestBlueprint

from weijiayuan.db import reading, transaction
from weijiayuan.kernel.errors import DomainError
from weijiayuan.web import danger_screening
from weijiayuan.web.body_parser import BodyParser
from weijiayuan.web.errors import ProblemOut, status_of
from weijiayuan.web.etags import versioned_by_content
from weijiayuan.web.idempotency import first_answer_or, once, require_key
from weijiayuan.web.messages import catalogue
from weijiayuan.web.rate_limits import check_rate, rate_of
from weijiayuan.web.schemas import NothingIn

View = Callable[..., Any]
Guard = Callable[[], None]

JSON_BYTES = 256 * 1024
BODIES = frozenset({"json", "form", "files", "json_or_form"})
NOTHING = NothingIn()
ALWAYS = {404: "web.not_found", 429: "web.too_many_requests", 503: "web.busy"}


class Blueprint(SmorestBlueprint):  # type: ignore[misc]  # smorest ships no types
    """Endpoints under one guard.

    Every view runs `guard` and itself in one transaction; a GET reads and leaves nothing behind.
    A POST takes an `Idempotency-Key` unless it says `idempotent=False`, which is for those that
    change nothing for a person. `guard=` and `max_bytes=` may be given for one view, and
    `records=True` for a GET that must leave a trace, such as a look at personal data.
    `alike=True` is for a GET whose answer is the same for everybody and says no version itself: it
    gets an ETag by its content and may be given again (`web.response_cache`).
    `asks_outside=True` is for a view that waits for somebody outside before it writes: it opens
    its own transaction afterwards, and keeps its own key with `once`. `looks_first=True` is for one
    turns most people away in a crowd: it runs while reading, and writes by `once_seen`.
    `as_reader=True` is for a POST that answers and keeps nothing, such as a check: it runs while
    reading and is admitted with those who read (`web.admission`); beside `asks_outside` it may
    leave a line at its end in a transaction of its own.
    `commits_together=True` is for a POST of machines that is committed with those of others
    (`db.group_commit`): it is read and answered outside of a transaction, and admitted with those
    who read, because only one of all these writes at a time.
    A view without a schema for its body takes none: a form, what cannot be read and what says
    anything are refused. `raw_body=True` is for one that reads the bytes itself.
    """

    ARGUMENTS_PARSER = BodyParser()

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        guard: Guard,
        url_prefix: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix or f"/api/v1/{name}", **more)
        self.guard = guard
        self._prepare_doc_cbks.append(_document_problems)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        guard: Guard | None = None,
        idempotent: bool = True,
        records: bool = False,
        asks_outside: bool = False,
        looks_first: bool = False,
        as_reader: bool = False,
        commits_together: bool = False,
        alike: bool = False,
        raw_body: bool = False,
        max_bytes: int = JSON_BYTES,
        **options: Any,
    ) -> None:
        if view_func is None:
            raise TypeError("a rule needs a view")
        methods = set(options.get("methods") or {"GET"})
        chosen = guard or self.guard
        keyed = idempotent and "POST" in methods
        _check_guard(rule, chosen, keyed=keyed, alike=alike, as_reader=as_reader)
        if alike:
            view_func = versioned_by_content(view_func)
        listens = danger_screening.is_for_residents(chosen) and hasattr(view_func, "free_fields")
        if listens:
            view_func = danger_screening.answering(view_func)
        takes_body = raw_body or hasattr(view_func, "reads_body")
        if not (takes_body or methods <= {"GET", "HEAD"}):
            view_func = _without_body(view_func)
        writes = _may_write(methods, records=records) and not as_reader
        usual = _writing if writes else _reading
        apart = asks_outside or commits_together
        conduct = _asking_outside if apart else _looking_first if looks_first else usual
        wrapped = conduct(view_func, chosen, keyed=keyed, max_bytes=max_bytes)
        _mark(
            wrapped,
            guard=chosen,
            max_bytes=max_bytes,
            takes_body=takes_body,
            is_open=chosen is open_to_all,
            as_reader=as_reader or commits_together,
            writes=conduct is _writing or commits_together,
            keyed=keyed,
            is_limited=rate_of(view_func) is not None,
        )
        notes = {"guarded": chosen is not open_to_all, "keyed": keyed, "listens": listens}
        _mark(wrapped, _apidoc=getattr(view_func, "_apidoc", {}) | notes)
        super().add_url_rule(rule, endpoint, wrapped, **options)

    def arguments(self, schema: Any, **options: Any) -> Callable[[View], View]:
        """Read what is asked by a schema: made here, once, and not again for every request.

        What is freely written in a body is weighed for danger (`web.danger_cards`).
        """
        made = schema() if isinstance(schema, type) else schema
        read: Callable[[View], View] = super().arguments(made, **options)
        location = options.get("location", "json")
        free = danger_screening.free_fields(made) if location == "json" else {}

        def decorated(view: View) -> View:
            reading_it = read(danger_screening.reading(view, free) if free else view)
            if free:
                _mark(reading_it, free_fields=free)
            if location in BODIES:
                _mark(reading_it, reads_body=True, body_schema=made)
            else:
                _mark(reading_it, query_schema=made)
            return reading_it

        return decorated

    def refuses(self, *kinds: type[DomainError]) -> Callable[[View], View]:
        """Document the refusals a view can answer with, from their classes."""

        def decorated(view: View) -> View:
            notes = view._apidoc = dict(getattr(view, "_apidoc", {}))  # type: ignore[attr-defined]  # noqa: SLF001
            notes["refusals"] = [*notes.get("refusals", []), *kinds]
            return view

        return decorated


def _without_body(view: View) -> View:
    """Refuse a body where nothing is asked: who sent one meant something that was not heard."""

    @wraps(view)
    def refusing(*args: Any, **kwargs: Any) -> Any:
        Blueprint.ARGUMENTS_PARSER.parse(NOTHING, request, location="json")
        return view(*args, **kwargs)

    return refusing


def _mark(view: View, **marks: Any) -> None:
    """Say on a view what admission, buffering, smorest and the tests of promises read of it."""
    for name, value in marks.items():
        setattr(view, name, value)


def _check_guard(rule: str, guard: Guard, *, keyed: bool, alike: bool, as_reader: bool) -> None:
    """Refuse a rule that promises what its guard cannot keep. Raises TypeError."""
    if as_reader and keyed:
        raise TypeError(f"{rule}: what keeps nothing needs no key")
    if keyed and guard is open_to_all:
        raise TypeError(f"{rule}: a key belongs to a caller, and nobody is asked who calls")
    if alike and guard is not open_to_all:
        raise TypeError(f"{rule}: what only some may see is not alike for everybody")


def _may_write(methods: set[str], *, records: bool) -> bool:
    return records or not methods <= {"GET", "HEAD"}


def _reading(view: View, guard: Guard, *, max_bytes: int, **_options: bool) -> View:
    rate = rate_of(view)
    alike = guard is open_to_all and rate is None

    @wraps(view)
    def conducted(*args: Any, **kwargs: Any) -> Response:
        request.max_content_length = max_bytes
        check_rate(rate)
        g.open_to_all = alike and request.method in {"GET", "HEAD"}
        with reading():
            guard()
            return current_app.make_response(view(*args, **kwargs))

    return conducted


def _writing(view: View, guard: Guard, *, keyed: bool, max_bytes: int) -> View:
    rate = rate_of(view)

    @wraps(view)
    def conducted(*args: Any, **kwargs: Any) -> Response:
        request.max_content_length = max_bytes
        check_rate(rate)

        def act() -> Response:
            guard()
            if keyed:
                require_key()
            return current_app.make_response(view(*args, **kwargs))

        if keyed:
            return once(act)
        with transaction():
            return act()

    return conducted


def _looking_first(view: View, guard: Guard, *, keyed: bool, max_bytes: int) -> View:
    if not keyed:
        raise TypeError("what is done after a look is done once for a key")
    rate = rate_of(view)

    @wraps(view)
    def conducted(*args: Any, **kwargs: Any) -> Response:
        request.max_content_length = max_bytes
        check_rate(rate)
        with reading():
            guard()
            require_key()
            return current_app.make_response(view(*args, **kwargs))

    return conducted


def _asking_outside(view: View, guard: Guard, *, keyed: bool, max_bytes: int) -> View:
    rate = rate_of(view)

    @wraps(view)
    def conducted(*args: Any, **kwargs: Any) -> Response:
        request.max_content_length = max_bytes
        check_rate(rate)
        if guard is not open_to_all:
            with reading():
                guard()
        if not keyed:
            return current_app.make_response(view(*args, **kwargs))
        require_key()
        return first_answer_or(lambda: current_app.make_response(view(*args, **kwargs)))

    return conducted


def open_to_all() -> None:
    """Guard what anyone may see, so that leaving the door open is said aloud."""


def _document_problems(
    doc: dict[str, Any], notes: dict[str, Any], *, method: str, **_context: Any
) -> dict[str, Any]:
    """Add to an operation every problem it can answer with, and the key it needs."""
    codes: dict[int, list[str]] = {status: [code] for status, code in ALWAYS.items()}
    if notes.get("guarded"):
        codes |= {401: ["web.not_signed_in"], 403: ["web.forbidden"]}
    if "arguments" in notes or method in {"post", "put"}:
        codes |= {422: ["web.malformed"]}
    if method in {"post", "put"}:
        codes |= {400: ["web.unreadable"], 413: ["web.too_large"], 415: ["web.unsupported_media"]}
        codes |= {409: ["web.conflict"]}
    if notes.get("keyed") and method == "post":
        codes[400] = [*codes.get(400, []), "web.idempotency_key_missing"]
        doc.setdefault("parameters", []).append(KEY_PARAMETER)
    for kind in notes.get("refusals", ()):
        codes.setdefault(status_of(kind), []).append(kind.code)
    if notes.get("guarded"):
        doc["security"] = [{"bearer": []}]
    responses = doc.setdefault("responses", {})
    responses.pop("default", None)
    if notes.get("listens"):
        danger_screening.documented(doc)
    for status, reasons in sorted(codes.items()):
        responses.setdefault(str(status), _problem_response(status, reasons))
    return doc


def _problem_response(status: int, codes: list[str]) -> dict[str, Any]:
    sentences = "; ".join(f"`{code}` {catalogue()[code]}" for code in dict.fromkeys(codes))
    return {
        "description": f"{HTTPStatus(status).phrase}: {sentences}",
        "content": {"application/problem+json": {"schema": ProblemOut}},
    }


KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "每个动作一个, 重试时不变; 24 小时内同一个人的同一键只生效一次",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"},
}
