"""Run the fake WeChat alone: `python -m weijiayuan.gateways.fake_wechat --port N --state FILE`."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from werkzeug.serving import WSGIRequestHandler, make_server

from weijiayuan.gateways.fake_wechat import PREFIX, State, create_app
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes


class Quiet(WSGIRequestHandler):
    """Keeps lines open as WeChat does, and writes no log of its own."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the addresses carry tokens."""


def main() -> None:
    asked = arguments()
    pushes = Pushes(asked.push_url, asked.push_token, asked.push_key)
    app = create_app(State(asked.state), pushes)
    server = make_server("127.0.0.1", asked.port, app, threaded=True, request_handler=Quiet)

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}{PREFIX}\n")
    sys.stdout.flush()
    server.serve_forever()
    server.server_close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m weijiayuan.gateways.fake_wechat")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--state", type=Path, required=True, help="the file that it remembers in")
    parser.add_argument("--push-url", help="the product's /wechat/push")
    parser.add_argument("--push-token", default="")
    parser.add_argument("--push-key", help="43 characters; without it pushes are in the clear")
    return parser.parse_args()


if __name__ == "__main__":
    main()
