"""Turn WXSS into CSS for the browser host.

`12rpx` becomes a calc() on the host's --rpx, `vh` one on --vh (a page ends where the bars begin),
`@import` is put in place, a page's sheet is bound to its page and a component's classes get the
prefix that glass-easel writes for that component.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

from weijiayuan.client.miniprogram_packages import Tree

IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LENGTH = re.compile(r"(-?\d*\.?\d+)(rpx|vh)\b")
CLASS = re.compile(r"\.(?=[A-Za-z_-])")
GROUPS = ("@media", "@supports")


def sheet(tree: Tree, path: str) -> str:
    """Read one WXSS file with its imports in place and its lengths converted."""
    text = COMMENT.sub("", tree.text(path))
    folder = posixpath.dirname(path)

    def read(found: re.Match[str]) -> str:
        named = found.group(1)
        target = named.lstrip("/") if named.startswith("/") else posixpath.join(folder, named)
        return sheet(tree, posixpath.normpath(target))

    return LENGTH.sub(r"calc(\1 * var(--\2))", IMPORT.sub(read, text))


def page_sheet(tree: Tree, path: str) -> str:
    """Bind a page's rules to that page; `page` itself means the page's own element."""
    bound = f'page[is="{path.removesuffix(".wxss")}"]'

    def bind(selector: str) -> str:
        if re.match(r"page\b", selector):
            return re.sub(r"^page\b", bound, selector)
        return f"{bound} {selector}"

    return "".join(rewritten(sheet(tree, path), bind))


def component_sheet(tree: Tree, path: str) -> str:
    """Prefix a component's classes with its scope; `:host` is the component's own element."""
    scope = scope_name(path.removesuffix(".wxss"))

    def bind(selector: str) -> str:
        return CLASS.sub(f".{scope}--", selector).replace(":host", f'[wx-host="{scope}"]')

    return "".join(rewritten(sheet(tree, path), bind))


def scope_name(path: str) -> str:
    """Give the class prefix of a component; the host computes the same one."""
    return re.sub(r"\W", "_", path)


def rewritten(css: str, bind: Callable[[str], str]) -> Iterator[str]:
    """Yield the rules with every selector passed through `bind`, inside @media as well."""
    for head, body in rules(css):
        if head.startswith(GROUPS):
            yield f"{head}{{{''.join(rewritten(body, bind))}}}\n"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}\n"
        else:
            yield f"{','.join(bind(one.strip()) for one in head.split(','))}{{{body}}}\n"


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Split a sheet into (selector or at-rule, what stands between its braces)."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        closed = closing_brace(css, opened)
        yield css[at:opened].strip(), css[opened + 1 : closed].strip()
        at = closed + 1


def closing_brace(css: str, opened: int) -> int:
    """Find the brace that closes the one at `opened`."""
    depth = 0
    for brace in re.finditer(r"[{}]", css[opened:]):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return opened + brace.start()
    raise ValueError(f"unclosed rule: {css[opened - 40 : opened + 40]!r}")
