"""Files of people for a simulation: read line by line, kept sealed only until the run has ended."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from secrets import token_hex
from typing import Any

from weijiayuan.db.encrypted_columns import keyring
from weijiayuan.gateways.setup import storage
from weijiayuan.welfare.simulation.uploaded_population import (
    HOUSEHOLD,
    MOST_PEOPLE,
    CellProblem,
    PeopleInvalid,
    Row,
    csv_rows,
)

MOST_BYTES = 8 * 1024 * 1024
PARQUET = b"PAR1"
LINES_AT_ONCE = 64
LONGEST_CELL = 200
WITHOUT_PARQUET = "这里没有装读 Parquet 的组件，请用 CSV"


def rows_of(body: bytes) -> Iterator[Row]:
    """Yield the lines of a CSV or Parquet file, or raise `PeopleInvalid`."""
    if len(body) > MOST_BYTES:
        raise _unreadable(f"文件最大 {MOST_BYTES // 1024**2} MB")
    return _parquet_rows(body) if body.startswith(PARQUET) else csv_rows(body)


def keep(body: bytes) -> str:
    """Put a file into the storage, sealed, and return its key."""
    key = token_hex(16)
    sealed = keyring().seal(b64encode(body).decode())
    storage().put(key, sealed.encode(), media_type="application/octet-stream")
    return key


def kept(key: str) -> bytes:
    """Return a file that was kept, or raise `ObjectMissing`."""
    return b64decode(keyring().open(storage().get(key).decode()))


def forget(key: str) -> None:
    """Delete a file. What a killed process leaves is swept out of the storage after a day."""
    storage().delete(key)


def _unreadable(sentence: str) -> PeopleInvalid:
    return PeopleInvalid([CellProblem(1, HOUSEHOLD, sentence)])


def _parquet_rows(body: bytes) -> Iterator[Row]:
    if find_spec("pyarrow") is None:
        raise _unreadable(WITHOUT_PARQUET)
    import pyarrow as pa  # noqa: PLC0415  # large, an extra, and only the worker ever needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(BytesIO(body))
        if file.metadata.num_rows > MOST_PEOPLE:
            raise _unreadable(f"最多 {MOST_PEOPLE} 人")
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(LINES_AT_ONCE):
            yield from zip(
                *[[_text(cell) for cell in c.to_pylist()] for c in batch.columns], strict=True
            )
    except (pa.ArrowException, OSError):
        raise _unreadable("不是可读的 Parquet 文件") from None


def _text(cell: Any) -> str:
    """Write a typed cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)[:LONGEST_CELL]
