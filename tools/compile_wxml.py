"""Compile miniprogram/**/*.wxml for the browser host: `python tools/compile_wxml.py [--check]`.

Drives the official compiler (glass-easel-template-compiler, MIT, vendored as WebAssembly) through
wasmtime, so nobody needs Node. Each package of the mini-program gets one file in
static/host/compiled/ whose first line carries the hash of its inputs; a test compares the hashes.
"""

import hashlib
import posixpath
import re
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from weijiayuan.client.miniprogram_packages import COMPILED, Package, Tree, tree  # noqa: E402

COMPILER = Path(__file__).parent / "vendor" / "glass-easel-template-compiler-0.12.1.wasm"
REFERENCE = re.compile(r"""<(?:import|include|wxs)\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']""")
REQUIRED = re.compile(r"""require\(\s*["']([^"']+)\.wxs["']\s*\)""")
HEADER = "// inputs sha256 {digest}; made by tools/compile_wxml.py, do not edit\n"
WARNING_SIZE = 28


class WxmlError(Exception):
    """The compiler found fault with a template."""


def inputs_of(files: Tree, package: Package) -> list[str]:
    """List the package's templates and scripts with everything they import from other packages."""
    queue = files.files(package, ".wxml", ".wxs")
    seen: list[str] = []
    while queue:
        path = queue.pop(0)
        if path not in seen:
            seen.append(path)
            queue.extend(references(files, path))
    return sorted(seen)


def references(files: Tree, path: str) -> Iterable[str]:
    """Name the files that a template or script includes."""
    text = files.text(path)
    for named in REFERENCE.findall(text) + [f"{one}.wxs" for one in REQUIRED.findall(text)]:
        base = "" if named.startswith("/") else posixpath.dirname(path)
        yield posixpath.normpath(posixpath.join(base, named.lstrip("/")))


def digest_of(files: Tree, paths: list[str]) -> str:
    """Hash names and contents of the inputs, together with the compiler."""
    digest = hashlib.sha256(COMPILER.name.encode())
    for path in paths:
        digest.update(path.encode() + b"\0" + files.text(path).encode() + b"\0")
    return digest.hexdigest()


class Compiler:
    """The compiler's group of templates, driven through its C interface."""

    def __init__(self) -> None:
        import wasmtime  # noqa: PLC0415 - only development needs it

        engine = wasmtime.Engine()
        module = wasmtime.Module.from_file(engine, str(COMPILER))
        self.store = wasmtime.Store(engine)
        stubs = [wasmtime.Func(self.store, one.type, self.stub(one)) for one in module.imports]
        self.exports: Any = wasmtime.Instance(self.store, module, stubs).exports(self.store)
        self.memory = self.exports["memory"]
        self.group = self.call("__wbindgen_malloc", 4, 4)
        made = self.call("tmpl_group_new")
        self.memory.write(self.store, struct.pack("<I", made), self.group)

    @staticmethod
    def stub(imported: Any) -> Any:
        """Stand in for what a browser would give the module; a throw becomes ours."""

        def stand_in(*_given: int) -> int | None:
            if "throw" in imported.name:
                raise WxmlError("the compiler gave up")
            return 1 if imported.type.results else None

        return stand_in

    def call(self, name: str, *given: int) -> Any:
        return self.exports[name](self.store, *given)

    def put(self, text: str) -> tuple[int, int]:
        """Copy a string into the module's memory."""
        raw = text.encode()
        at = self.call("__wbindgen_malloc", max(len(raw), 1), 1)
        self.memory.write(self.store, raw, at)
        return at, len(raw)

    def pair_at(self, at: int) -> tuple[int, int]:
        first, second = struct.unpack("<II", self.memory.read(self.store, at, at + 8))
        return first, second

    def string_at(self, at: int, length: int) -> str:
        text: str = self.memory.read(self.store, at, at + length).decode()
        return text

    def add_script(self, name: str, text: str) -> None:
        self.call("tmpl_group_add_script", self.group, *self.put(name), *self.put(text))

    def add_template(self, name: str, text: str) -> list[str]:
        """Add a template and give the compiler's complaints about it."""
        answer = self.call("__wbindgen_malloc", 8, 4)
        self.call("tmpl_group_add_tmpl", answer, self.group, *self.put(name), *self.put(text))
        start, count = self.pair_at(answer)
        return [self.complaint(name, start + i * WARNING_SIZE) for i in range(count)]

    def complaint(self, name: str, at: int) -> str:
        raw = self.memory.read(self.store, at, at + WARNING_SIZE)
        text, length, _level, line, column, _, _ = struct.unpack("<IIIIIII", raw)
        return f"{name}.wxml:{line + 1}:{column + 1} {self.string_at(text, length)}"

    def generated(self) -> str:
        """Give the group's code as one JavaScript expression."""
        answer = self.call("__wbindgen_malloc", 8, 4)
        self.call("tmpl_group_get_tmpl_gen_object_groups", answer, self.group)
        return self.string_at(*self.pair_at(answer))


def compiled(files: Tree, paths: list[str]) -> str:
    """Compile these files together; any complaint of the compiler is an error."""
    compiler, complaints = Compiler(), []
    for path in paths:
        name, _, suffix = path.rpartition(".")
        text = REQUIRED.sub(
            r"require('\1')", files.text(path)
        )  # the compiler's own name of a script
        if suffix == "wxs":
            compiler.add_script(name, text)
        else:
            complaints += compiler.add_template(name, text)
    if complaints:
        raise WxmlError("\n".join(complaints))
    return compiler.generated()


def stale(files: Tree, folder: Path = COMPILED) -> list[str]:
    """Name what keeps the compiled files from matching the tree: old, missing or left over."""
    wanted = {package.key: package for package in files.packages}
    present = {path.stem: path for path in folder.glob("*.js")}
    old = [
        key
        for key, package in wanted.items()
        if key not in present or not is_fresh(files, package, present[key])
    ]
    return sorted(old + [key for key in present if key not in wanted])


def is_fresh(files: Tree, package: Package, path: Path) -> bool:
    header = HEADER.format(digest=digest_of(files, inputs_of(files, package)))
    return path.read_text("utf-8").startswith(header)


def compile_tree(files: Tree, folder: Path = COMPILED) -> list[str]:
    """Compile the packages that changed; give their keys."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = stale(files, folder)
    for package in files.packages:
        if package.key in changed:
            paths = inputs_of(files, package)
            header = HEADER.format(digest=digest_of(files, paths))
            text = f"{header}export default {compiled(files, paths)}\n"
            (folder / f"{package.key}.js").write_text(text, "utf-8")
    for key in changed:
        if key not in {package.key for package in files.packages}:
            (folder / f"{key}.js").unlink()
    return changed


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        old = stale(tree())
        print("\n".join(f"stale: {key}; run python tools/compile_wxml.py" for key in old))
        return 1 if old else 0
    try:
        changed = compile_tree(tree())
    except WxmlError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"compiled {', '.join(changed) or 'nothing: all fresh'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
