"""As much of S3 as the storage uses, over real HTTP, with troubles on request."""

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

PAGE = 10


class FakeS3(BaseHTTPRequestHandler):
    """`server.objects` is the bucket; `server.trouble` is `(status, code[, how often])`."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self._body()
        if not self._in_trouble():
            self.server.objects[self._path] = body
            self._answer(200, b"", ETag='"0"')

    def do_GET(self):
        if self._in_trouble():
            return
        if "list-type" in self._query:
            self._list()
        elif self._path in self.server.objects:
            self._answer(200, self.server.objects[self._path], **{"Content-Type": "image/jpeg"})
        else:
            self._refuse(404, "NoSuchKey")

    def do_DELETE(self):
        if not self._in_trouble():
            self.server.objects.pop(self._path, None)
            self._answer(204, b"")

    @property
    def _path(self):
        return urlsplit(self.path).path

    @property
    def _query(self):
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def _body(self):
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _in_trouble(self):
        self.server.asked.append((self.command, self._path, dict(self.headers)))
        if not self.server.trouble:
            return False
        status, code, *left = self.server.trouble
        if left:
            self.server.trouble = (status, code, left[0] - 1) if left[0] > 1 else None
        self._refuse(status, code)
        return True

    def _list(self):
        prefix = f"/photos/{self._query.get('prefix', [''])[0]}"
        keys = sorted(key for key in self.server.objects if key.startswith(prefix))
        start = int(self._query.get("continuation-token", ["0"])[0])
        page, more = keys[start : start + PAGE], start + PAGE < len(keys)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        items = "".join(
            f"<Contents><Key>{escape(key.removeprefix('/photos/'))}</Key>"
            f"<LastModified>{now}</LastModified><Size>1</Size></Contents>"
            for key in page
        )
        follow = f"<NextContinuationToken>{start + PAGE}</NextContinuationToken>" if more else ""
        body = (
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>"
            f"{follow}{items}</ListBucketResult>"
        )
        self._answer(200, body.encode())

    def _refuse(self, status, code):
        self._answer(
            status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
        )

    def _answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass
