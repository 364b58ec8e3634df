"""How tests are dealt out to test processes: one by one, but a file that starts something together.

The marks of pytest-xdist name groups in a test's id, which pytest 9 no longer lets it change.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/browser/test_production.py",
    "tests/serve/test_product.py",
    "tests/serve/test_production.py",
    "tests/district/test_another_district.py",
)
"""Files whose tests share a fixture that takes seconds to make."""


class DealtOut(LoadScopeScheduling):
    """Gives each process the next test, or the next file of those that stay together."""

    def _split_scope(self, nodeid):
        path = nodeid.split("::", 1)[0]
        return path if path in TOGETHER else nodeid
