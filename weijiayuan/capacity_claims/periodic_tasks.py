"""What the worker does for claims. Late or twice, the outcome is the same."""

from datetime import datetime

from weijiayuan.background import every_in_steps
from weijiayuan.capacity_claims import reconciler


@every_in_steps(minutes=5)
def reconcile(now: datetime) -> str:
    """Set right what a forgotten trigger left behind; on a good day there is nothing."""
    found = {
        "holds cleared": reconciler.clear_holds(now),
        "holders freed": reconciler.free_abandoned(now),
        "lines served": reconciler.serve_lines(now),
    }
    return ", ".join(f"{count} {what}" for what, count in found.items() if count)
