"""The floors hold: an import against them is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def contracts_in(folder):
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


BACK_ARROWS = (
    ("kernel.money", "web.messages"),
    ("rules_engine.values.interval", "rules_engine.author.lint"),
    ("rules_engine.evaluate.scalar_evaluator", "rules_engine.explain.explanation_generation"),
    ("rules_engine.pack.model", "welfare.errors"),
    ("deadline_clocks.escalation_ladder", "events.rules.clock_kinds"),
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A copy of the house with every back arrow planted, and what the contracts say of it."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("weijiayuan", "setup.cfg"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for below, above in BACK_ARROWS:
        file = folder / "weijiayuan" / f"{below.replace('.', '/')}.py"
        file.write_text(f"import weijiayuan.{above}\n{file.read_text('utf-8')}", "utf-8")
    return contracts_in(folder)


@pytest.mark.parametrize(("below", "above"), BACK_ARROWS)
def test_an_import_that_goes_up_breaks_the_contract(planted, below, above):
    assert planted.returncode == 1
    said = " ".join(planted.stdout.split())  # lines are wrapped at the width of a terminal
    assert f"weijiayuan.{below} -> weijiayuan.{above}" in said
