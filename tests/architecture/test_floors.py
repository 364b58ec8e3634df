"""The floors hold: an import against them is found."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def contracts_in(folder):
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_import_that_goes_up_breaks_the_contract(tmp_path):
    for name in ("weijiayuan", "setup.cfg"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    kernel = tmp_path / "weijiayuan" / "kernel" / "money.py"
    kernel.write_text(
        f"import weijiayuan.web.messages\n{kernel.read_text(encoding='utf-8')}", "utf-8"
    )

    found = contracts_in(tmp_path)

    assert found.returncode == 1
    assert "weijiayuan.kernel.money -> weijiayuan.web.messages" in found.stdout
