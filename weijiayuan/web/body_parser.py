"""Reads what was sent: JSON that is JSON, under a content type that says so."""

from typing import Any

from flask import Request, abort
from flask_smorest.arguments import ArgumentsMixin
from webargs import core

from weijiayuan.web import json

SmorestParser = type(ArgumentsMixin.ARGUMENTS_PARSER)


class BodyParser(SmorestParser):  # type: ignore[misc, valid-type]
    """smorest's parser, refusing what is not JSON (415) or cannot be read (400)."""

    def _raw_load_json(self, req: Request) -> Any:
        raw = req.get_data(cache=True)
        if not raw:
            return core.missing
        if not req.is_json:
            abort(415)
        try:
            return json.load(raw)
        except ValueError:
            abort(400)
