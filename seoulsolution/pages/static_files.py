"""Static files as they are served: with fingerprints in their names, and with compressed copies."""

import gzip
import shutil
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compresses what is new or has changed: all files take a quarter of a minute."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        alike = defaultdict(list)  # most files are there with a fingerprint and without
        for path in sorted(paths):
            if not self._is_compressed(path):
                alike[self._read(path)].append(path)
        others = {first: rest for first, *rest in alike.values()}
        for path, compressed in super().compress_files(others):
            yield path, compressed
            for other in others[path]:
                copy = other + compressed.removeprefix(path)
                shutil.copyfile(self.path(compressed), self.path(copy))
                yield other, copy

    def _read(self, path: str) -> bytes:
        return Path(self.path(path)).read_bytes()

    def _is_compressed(self, path: str) -> bool:
        """Return whether both copies are there and whole: the last run may have been stopped."""
        try:
            copies = gzip.decompress(self._read(f"{path}.gz")), brotli.decompress(self._read(f"{path}.br"))
        except (OSError, EOFError, zlib.error, brotli.error):
            return False
        return copies == (self._read(path),) * 2
