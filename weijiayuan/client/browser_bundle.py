"""Make the files a browser loads: a script and a style sheet for each package.

A package's script is an ES module: its JSON, its modules wrapped in the shape WeChat itself gives
them (no eval), and its compiled templates.
"""

import gzip
import hashlib
import json
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from weijiayuan.client import wxss_to_css
from weijiayuan.client.javascript_linker import VENDORED, lean, linked
from weijiayuan.client.miniprogram_packages import COMPILED, HOST, Package, Tree

WRAPPER = "require, module, exports, wx, App, Page, Component, Behavior, getApp, getCurrentPages"
PICTURES = (".png", ".jpg", ".gif", ".webp")
SQUEEZED = ("text/", "application/json")


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, its media type, and the same bytes gzipped."""

    body: bytes
    media_type: str

    @cached_property
    def gzipped(self) -> bytes | None:
        """The body gzipped, or None where that gains nothing."""
        worth = self.media_type.startswith(SQUEEZED)
        return gzip.compress(self.body, mtime=0) if worth else None


@dataclass(frozen=True)
class Build:
    """Everything the browser host needs, by name, under one hash of all of it."""

    version: str
    assets: dict[str, Asset]


def build(tree: Tree, *, host: Path = HOST, compiled: Path = COMPILED) -> Build:
    """Put the host, the packages and the pictures together."""
    assets = host_assets(host) | picture_assets(tree)
    for package in tree.packages:
        script = package_script(tree, package, compiled)
        assets[f"packages/{package.key}.js"] = Asset(script.encode(), "text/javascript")
        assets[f"packages/{package.key}.css"] = Asset(
            package_style(tree, package).encode(), "text/css"
        )
    return Build(version_of(assets), assets)


def version_of(assets: dict[str, Asset]) -> str:
    """Hash names and bodies, so that an address never means two contents."""
    digest = hashlib.sha256()
    for name in sorted(assets):
        digest.update(name.encode() + b"\0" + assets[name].body + b"\0")
    return digest.hexdigest()[:16]


def host_assets(host: Path) -> dict[str, Asset]:
    """Give the host as one script, its styles, and the vendored scripts as they are."""
    found = [*sorted(host.glob("*.css")), *sorted((host / VENDORED).glob("*.js"))]
    files = {
        f"host/{path.relative_to(host).as_posix()}": Asset(path.read_bytes(), media_type(path))
        for path in found
    }
    return files | {"host/main.js": Asset(linked(host).encode(), "text/javascript")}


def picture_assets(tree: Tree) -> dict[str, Asset]:
    """Read the pictures that pages name by their path in the tree."""
    found = [path for path in sorted(tree.folder.rglob("*")) if path.suffix in PICTURES]
    return {
        f"files/{path.relative_to(tree.folder).as_posix()}": Asset(
            path.read_bytes(), media_type(path)
        )
        for path in found
    }


def media_type(path: Path) -> str:
    return "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0] or ""


def package_script(tree: Tree, package: Package, compiled: Path) -> str:
    """Write the package's ES module."""
    modules = ",\n".join(
        f"{json.dumps(path)}: function ({WRAPPER}) {{\n{lean(tree.text(path))}\n}}"
        for path in tree.files(package, ".js")
    )
    return (
        f"export const configs = {compact(package_configs(tree, package))}\n"
        f"export const modules = {{\n{modules}\n}}\n"
        f"export const templates = {templates_of(package, compiled)}\n"
    )


def package_configs(tree: Tree, package: Package) -> dict[str, object]:
    """Give the JSON of pages and components, plus app.json and theme.json in the main package."""
    configs = {
        path.removesuffix(".json"): tree.config(path)
        for path in tree.files(package, ".json")
        if (tree.folder / path).with_suffix(".js").exists()
    }
    if not package.root:
        themes = tree.folder / "theme.json"
        configs["theme"] = tree.config("theme.json") if themes.exists() else {}
    return configs


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def templates_of(package: Package, compiled: Path) -> str:
    """Read the package's compiled templates as one expression."""
    text = (compiled / f"{package.key}.js").read_text("utf-8")
    return text.partition("export default ")[2].strip()


def package_style(tree: Tree, package: Package) -> str:
    """Write the package's style sheet: app.wxss first, then pages and components."""
    parts = [] if package.root else [wxss_to_css.sheet(tree, "app.wxss")]
    for path in tree.files(package, ".wxss"):
        described = (tree.folder / path).with_suffix(".json")
        if path == "app.wxss" or not described.exists():
            continue
        is_component = tree.config(path.replace(".wxss", ".json")).get("component", False)
        convert = wxss_to_css.component_sheet if is_component else wxss_to_css.page_sheet
        parts.append(convert(tree, path))
    return "\n".join(parts)
