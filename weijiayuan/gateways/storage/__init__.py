"""Where the bytes of photos and papers are kept: a folder, or an S3-compatible service."""

from weijiayuan.gateways.storage.backend_choice import open_storage
from weijiayuan.gateways.storage.errors import ObjectMissing, StorageDown, StorageFull
from weijiayuan.gateways.storage.protocol import Storage

__all__ = ["ObjectMissing", "Storage", "StorageDown", "StorageFull", "open_storage"]
