"""Many modules become one that does the same."""

import pytest

from weijiayuan.client import javascript_linker

MODULES = {
    "main.js": "import './plain.js'\nimport { a, b as c } from './deep/one.js'\n"
    "import * as all from './deep/one.js'\nconsole.log(a, c(), all.D)\n",
    "plain.js": "// alone\nexport const unused = 1\n",
    "deep/one.js": "import { helped } from '../plain.js'\nimport * as glass from '../vendor/g.js'\n"
    "/** Says\n * so. */\nexport const a = 'x'\nexport function b() {\n  return a\n}\n"
    "export class D {}\nexport const { e } = glass\n",
}


@pytest.fixture
def host(tmp_path):
    for path, text in MODULES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_each_module_comes_after_what_it_imports_and_once(host):
    assert javascript_linker.in_order(host, "main.js") == ["plain.js", "deep/one.js", "main.js"]


def test_names_reach_those_who_import_them_and_vendored_files_stay_apart(host):
    text = javascript_linker.linked(host)
    assert "import * as vendored0 from './vendor/g.js'" in text
    assert "const glass = vendored0;" in text
    assert "const { a, b: c } = module1;" in text
    assert "const all = module1;" in text
    assert "return { a, b, D, e }" in text
    assert "Says" not in text
    assert "export" not in text


def test_a_circle_is_refused_with_its_way(host):
    (host / "plain.js").write_text("import './deep/one.js'\n")
    with pytest.raises(ValueError, match=r"plain\.js > deep/one\.js > plain\.js"):
        javascript_linker.linked(host)


def test_what_a_script_says_is_left_alone():
    kept = "const text = `a\n  // b\n`\n"
    assert javascript_linker.lean(kept) == kept
    assert (
        javascript_linker.lean("  // gone\n  f('// stays') // stays\n")
        == "f('// stays') // stays\n"
    )
