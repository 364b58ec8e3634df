"""Draw the tab bar's pictures from the glyphs: `python tools/draw_tab_icons.py` (needs Chromium).

WeChat takes PNG files of 81 px there, one for each state and theme; the shapes are those of
miniprogram/components/glyph/glyph.wxss.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

MINIPROGRAM = Path(__file__).resolve().parents[1] / "miniprogram"
TABS = ("home", "list", "bell", "person")
COLOURS = {
    "light": "#4a4f4b",
    "light-chosen": "#05793d",
    "dark": "#c3cac5",
    "dark-chosen": "#5fd39a",
}
SIDE = 81


def shape(name: str) -> str:
    """Read a glyph's path from its style sheet."""
    sheet = (MINIPROGRAM / "components/glyph/glyph.wxss").read_text("utf-8")
    found = re.search(rf"\.{name} \{{[^}}]*?d='([^']+)'", sheet)
    if found is None:
        raise SystemExit(f"no glyph {name}")
    return found.group(1)


def page_of(path: str, colour: str) -> str:
    return (
        f'<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" '
        f'height="{SIDE}" viewBox="-3 -3 30 30"><path fill="{colour}" d="{path}"/></svg>'
    )


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for tab in TABS:
            for state, colour in COLOURS.items():
                page.set_content(page_of(shape(tab), colour))
                target = MINIPROGRAM / "images" / f"tab-{tab}-{state}.png"
                page.screenshot(path=target, omit_background=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
