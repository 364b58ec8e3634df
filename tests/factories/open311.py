from weijiayuan.db import transaction
from weijiayuan.tips.open311 import service


def make_key(name: str = "a city nearby") -> str:
    """Let a system write and return its key."""
    with transaction():
        return service.add_key(name)
