"""Where the folders lie that are shipped beside the code: pages, client and migrations.

In a checkout they stand beside the package, in an installed wheel inside it (`setup.py`).
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
INSTALLED = PACKAGE / "shipped"


def shipped_folder(name: str) -> Path:
    """Return the folder `name` (`static`, `miniprogram`, `migrations`) of this installation."""
    return (INSTALLED if INSTALLED.is_dir() else PACKAGE.parent) / name
