"""Write the word vectors that ship: the commonest Chinese words of those that a package carries.

`python -m tools.reduce_word_vectors words.vector`, a file of word2vec's binary form: the one in the
source archive of `synonyms` 3.10.2 (MIT), taught on the Chinese Wikipedia. Each vector is kept in
whole numbers of a byte: only its direction counts.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from weijiayuan.language import word_vectors

OURS = Path(word_vectors.__file__).parents[1] / "data" / "language" / word_vectors.FILE
MOST = 40_000
CHINESE = re.compile(r"[㐀-鿿]+")


def vectors(file: BinaryIO) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the words of a file with their vectors, in its order: the commonest first."""
    many, numbers = map(int, file.readline().split())
    for _ in range(many):
        word = b"".join(iter(lambda: file.read(1), b" "))
        yield word.strip().decode("utf-8", "replace"), np.frombuffer(file.read(4 * numbers), "<f4")


def main(source: Path) -> None:
    words, rows = [], []
    with source.open("rb") as file:
        for word, vector in vectors(file):
            if CHINESE.fullmatch(word) and len(word) <= word_vectors.LONGEST_WORD:
                words.append(word)
                rows.append(np.round(vector * (127 / np.abs(vector).max())).astype(np.int8))
            if len(words) == MOST:
                break
    kept = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez_compressed(OURS, words=kept, vectors=np.stack(rows))
    print(f"{OURS.name}: {OURS.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
