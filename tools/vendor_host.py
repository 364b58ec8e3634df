"""Refresh what the browser host takes from npm: `python tools/vendor_host.py <folder>`.

The folder holds the packages as `npm pack` gives them, unpacked (see docs/dependencies.md):
glass-easel, glass-easel-miniprogram-adapter, glass-easel-template-compiler and
miniprogram-api-typings, each in a folder `<name>-<version>`.
"""

import json
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
VENDOR = REPOSITORY / "static" / "host" / "vendor"
TOOLS = REPOSITORY / "tools" / "vendor"
GLASS_EASEL = "0.12.1"
TYPINGS = "5.2.3"
MAP_COMMENT = re.compile(r"\n//# sourceMappingURL=.*\s*$")


def copy_framework(source: Path) -> None:
    """Copy the core and its adapter; the adapter imports the core by a relative address."""
    core = source / f"glass-easel-{GLASS_EASEL}"
    adapter = source / f"glass-easel-miniprogram-adapter-{GLASS_EASEL}"
    VENDOR.mkdir(parents=True, exist_ok=True)
    put(VENDOR / "glass_easel.js", text_of(core / "dist/glass_easel.all.es.js"))
    bound = text_of(adapter / "dist/glass_easel_miniprogram_adapter.es.js")
    put(VENDOR / "adapter.js", bound.replace('"glass-easel"', '"./glass_easel.js"'))
    put(VENDOR / "LICENSE", (adapter / "LICENSE").read_text("utf-8"))
    put(VENDOR / "VERSIONS", f"glass-easel, glass-easel-miniprogram-adapter {GLASS_EASEL} (npm)\n")


def copy_compiler(source: Path) -> None:
    """Copy the template compiler's WebAssembly; only development runs it."""
    compiler = source / f"glass-easel-template-compiler-{GLASS_EASEL}"
    TOOLS.mkdir(parents=True, exist_ok=True)
    wasm = (compiler / "glass_easel_template_compiler_bg.wasm").read_bytes()
    (TOOLS / f"{compiler.name}.wasm").write_bytes(wasm)
    put(TOOLS / "LICENSE", (compiler / "LICENSE").read_text("utf-8"))


def extract_names(source: Path) -> None:
    """Keep the names WeChat's own typings know: what stands on `wx`."""
    types = source / f"miniprogram-api-typings-{TYPINGS}" / "types" / "wx"
    text = (types / "lib.wx.api.d.ts").read_text("utf-8")
    body = text[text.index("interface Wx {") :].partition("\n    interface ")[0]
    names = sorted(set(re.findall(r"^        (?:readonly )?(\w+)\??\s*[(<:]", body, re.MULTILINE)))
    known = {"package": "miniprogram-api-typings", "version": TYPINGS, "wx": names}
    put(TOOLS / "wechat_names.json", json.dumps(known, indent=1) + "\n")


def text_of(path: Path) -> str:
    return MAP_COMMENT.sub("\n", path.read_text("utf-8"))


def put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    source = Path(arguments[0])
    copy_framework(source)
    copy_compiler(source)
    extract_names(source)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
