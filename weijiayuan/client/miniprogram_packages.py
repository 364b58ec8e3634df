"""Where the mini-program's files lie, and which package of the mini-program owns each of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weijiayuan.kernel.package_data_paths import shipped_folder

MINIPROGRAM = shipped_folder("miniprogram")
HOST = shipped_folder("static") / "host"
COMPILED = HOST / "compiled"


@dataclass(frozen=True)
class Package:
    """One package of the mini-program: the main one has the root ""."""

    root: str
    pages: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name for files and addresses: "main", "pages-venues"."""
        return self.root.replace("/", "-") or "main"


@dataclass(frozen=True)
class Tree:
    """A mini-program on disk."""

    folder: Path
    packages: tuple[Package, ...]

    def owner(self, path: str) -> Package:
        """Give the package that a path (relative, with /) belongs to."""
        main, *others = self.packages
        return next((one for one in others if path.startswith(one.root + "/")), main)

    def files(self, package: Package, *suffixes: str) -> list[str]:
        """List the package's files with one of these suffixes, sorted, as relative paths."""
        found = (path for path in self.folder.rglob("*") if path.suffix in suffixes)
        names = sorted(path.relative_to(self.folder).as_posix() for path in found)
        return [name for name in names if self.owner(name) is package]

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def config(self, path: str) -> Any:
        """Read a JSON file of the tree."""
        return json.loads(self.text(path))


def tree(folder: Path = MINIPROGRAM) -> Tree:
    """Read app.json: the main package first, then the subpackages in their order."""
    app = json.loads((folder / "app.json").read_text("utf-8"))
    main = Package("", tuple(app["pages"]))
    others = [
        Package(
            sub["root"].strip("/"), tuple(f"{sub['root'].strip('/')}/{p}" for p in sub["pages"])
        )
        for sub in app.get("subPackages", [])
    ]
    return Tree(folder, (main, *others))
