"""The sample venues as sites of the sample directory."""

from weijiayuan.governance import venue_directory_sync
from weijiayuan.kernel import clock


def load() -> str:
    """Bring the venues into the directory, and say how many sites that changed."""
    return f"{venue_directory_sync.bring_in(now=clock.now())} venues in the directory"
