"""Open data that pages of any origin may read: nothing of a person is in it."""

from flask import Response, request


def let_every_origin_read(answer: Response) -> Response:
    """Let pages of any origin read what anybody may read; of what asks for a token, nothing."""
    if request.method in {"GET", "HEAD"} and "Authorization" not in request.headers:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "ETag"
    return answer
