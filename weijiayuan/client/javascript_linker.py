"""Link the host's own ES modules into one and make scripts lean: a cold phone asks once, for less.

The modules lie on disk as they are written. Each becomes a function that returns what it exports,
in the order in which they need each other; what is vendored stays a file of its own. A module says
`import … from './x.js'` on one line of its own and exports by `export const | function | class`.
"""

import re
from collections.abc import Callable
from pathlib import Path

IMPORT = re.compile(r"^import (?:(.+) from )?'([^']+)'\n", re.MULTILINE)
EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|class|const) (?:\{([^}]+)\}|(\w+)))", re.MULTILINE
)
COMMENT = re.compile(r"^\s*(?://.*|/\*\*?(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
VENDORED = "vendor"


def linked(host: Path, entry: str = "main.js") -> str:
    """Return one module that does what the entry does with everything it imports."""
    order = in_order(host, entry)
    names = {path: f"module{number}" for number, path in enumerate(order)}
    outside: dict[str, str] = {}

    def name_of(path: str) -> str:
        if Path(path).parts[0] == VENDORED:
            return outside.setdefault(path, f"vendored{len(outside)}")
        return names[path]

    bodies = [
        f"const {names[path]} = (() => {{\n{body(host, path, name_of)}\n}})();" for path in order
    ]
    heads = [f"import * as {name} from './{path}'" for path, name in outside.items()]
    return "\n".join([*heads, *bodies, ""])


def in_order(host: Path, entry: str) -> list[str]:
    """List the modules so that each comes after those it imports; a circle is a `ValueError`."""
    found: list[str] = []

    def visit(path: str, way: tuple[str, ...]) -> None:
        if path in way:
            raise ValueError(f"a circle of imports: {' > '.join([*way, path])}")
        if path not in found and Path(path).parts[0] != VENDORED:
            for _, named in IMPORT.findall(text_of(host, path)):
                visit(resolved(path, named), (*way, path))
            found.append(path)

    visit(entry, ())
    return found


def body(host: Path, path: str, name_of: Callable[[str], str]) -> str:
    """Return a module as the inside of a function that returns its exports."""
    text = text_of(host, path)

    def bound(found: re.Match[str]) -> str:
        wanted, named = found.groups()
        if wanted is None:
            return ""
        names = wanted.removeprefix("* as ").replace(" as ", ": ")
        return f"const {names} = {name_of(resolved(path, named))};\n"

    exports = ", ".join((listed or single).strip() for listed, single in EXPORT.findall(text))
    plain = EXPORT.sub("", IMPORT.sub(bound, text))
    return f"{lean(plain)}\nreturn {{ {exports} }}"


def text_of(host: Path, path: str) -> str:
    return (host / path).read_text("utf-8")


def resolved(path: str, named: str) -> str:
    """Return the path, from the host's folder, of what a module imports."""
    steps = list(Path(path).parent.parts)
    for step in named.split("/"):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def lean(text: str) -> str:
    """Take out indents and the comments that have lines of their own.

    A text whose quotes (`) go over several lines is left as it is.
    """
    if any(line.count("`") % 2 for line in COMMENT.sub("", text).splitlines()):
        return text
    return INDENT.sub("", COMMENT.sub("", text)).replace("\n\n", "\n")
