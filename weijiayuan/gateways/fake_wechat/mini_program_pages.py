"""Which pages the mini-program has, as its app.json says: WeChat opens no others."""

import json
from functools import cache
from pathlib import Path

APP = Path(__file__).resolve().parents[3] / "miniprogram" / "app.json"


def exists(page: str) -> bool:
    """Say whether WeChat would find a page: without a first slash, whatever its query says."""
    return page.partition("?")[0] in pages_of(APP)


@cache
def pages_of(path: Path) -> frozenset[str]:
    app = json.loads(path.read_text("utf-8"))
    packed = [
        f"{sub['root'].strip('/')}/{page}" for sub in app["subPackages"] for page in sub["pages"]
    ]
    return frozenset([*app["pages"], *packed])
