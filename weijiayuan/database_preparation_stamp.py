"""Whether the embedded database was already prepared by this very program, today.

Preparing again is harmless but takes seconds; a second start should not wait for it. The mark
names the program's files, the day (samples lie around today) and the database file itself, so a
new version, a new day or a restored copy is prepared again.
"""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from weijiayuan.kernel import clock
from weijiayuan.kernel.package_data_paths import shipped_folder
from weijiayuan.settings import Settings

PROGRAM = (Path(__file__).parent, shipped_folder("migrations"))
MARK = "prepared"


def is_prepared(settings: Settings) -> bool:
    """Tell whether there is nothing to prepare. Always False for a database that is served."""
    mark = settings.data_dir / MARK
    return settings.uses_sqlite and mark.exists() and mark.read_text("ascii") == _state(settings)


def note_prepared(settings: Settings) -> None:
    """Remember that the database is prepared."""
    if settings.uses_sqlite:
        (settings.data_dir / MARK).write_text(_state(settings), "ascii")


def _state(settings: Settings) -> str:
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    parts = [str(clock.local_date(clock.now())), str(settings.fake_wechat), settings.district]
    parts.append(str(database.stat().st_ino) if database.exists() else "none")
    parts += _program()
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _program() -> Iterator[str]:
    for folder in PROGRAM:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                yield f"{path} {seen.st_size} {seen.st_mtime_ns}"
