"""When what an operator's timer does was done last: an empty file each, whose age is a metric."""

from pathlib import Path

FOLDER = "last-done"


def note(data_dir: Path, what: str) -> None:
    """Say that it was done just now, and well."""
    mark = data_dir / FOLDER / what
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def moments(data_dir: Path) -> dict[str, float]:
    """Return when each was done last, in seconds since 1970."""
    return {path.name: path.stat().st_mtime for path in (data_dir / FOLDER).glob("*")}
