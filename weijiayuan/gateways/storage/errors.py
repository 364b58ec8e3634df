from weijiayuan.kernel.errors import Busy, NotFound


class StorageFull(Busy):
    """There is no room left. Nothing was kept."""

    code = "files.storage_full"


class StorageDown(Busy):
    """The storage does not answer, or refuses. Nothing was kept."""

    code = "files.storage_down"


class ObjectMissing(NotFound):
    """The storage has nothing under this key."""

    code = "files.object_missing"
