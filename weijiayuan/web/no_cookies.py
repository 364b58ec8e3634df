"""No cookies: who calls is told by a token in a header, so no other site can act for them."""

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface

EMPTY = NullSession()


class NoCookies(SessionInterface):
    """Opens nothing and saves nothing."""

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002  # Flask's
        return EMPTY
