"""What setup.cfg cannot say: a wheel also carries the folders that stand beside the package."""

from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ("migrations", "miniprogram", "static")


class BuildWithShippedFolders(build_py):
    """Copies pages, client and migrations into the package, where `shipped_folder` looks."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        inside = Path(self.build_lib) / "weijiayuan" / "shipped"
        rmtree(inside, ignore_errors=True)
        for name in SHIPPED:
            copytree(name, inside / name, ignore=ignore_patterns("__pycache__", "node_modules"))


setup(cmdclass={"build_py": BuildWithShippedFolders})
