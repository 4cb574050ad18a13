"""Looking up what charts render, for releases whose output stands in the tree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .._errors import LockError
from ..model import Body, Release, output_digest, output_path, read_output
from ._fact_book import KnownFacts

__all__ = ["OutputBook"]


class OutputBook:
    """The files that `homelab lock` keeps in the repository beside the lock."""

    def __init__(
        self, folder: Path | None = None, *, fresh: Mapping[str, str] | None = None, being_proven: bool = False
    ) -> None:
        """Read them from the folder of a lab.

        Args:
            folder: the folder with `homelab.yaml`; by default there is none, and nothing is known.
            fresh: texts of such files by construct, which come first.
            being_proven: whether what is missing or stale is passed over, because it is about to be made.
        """
        self._folder = folder
        self._fresh = fresh or {}
        self._being_proven = being_proven

    def of(self, release: Release, known: KnownFacts) -> list[Body]:
        """The objects of a release, which the caller may change.

        Raises:
            LockError: they are not there, or not those that were proven.
        """
        try:
            return read_output(self._text(release, known))
        except LockError as error:
            if self._being_proven:
                return []
            raise LockError(
                f"{release.construct}: its delivery is `rendered`, and what {release.chart} renders is not at hand:"
                f" {error}; run `homelab lock`"
            ) from None

    def _text(self, release: Release, known: KnownFacts) -> str:
        name = output_path(release.construct)
        entry = known.entry
        if entry is None or not entry.output:
            raise LockError(f"homelab.lock does not know {name}")
        if known.standing != "proven":
            raise LockError(known.because.replace("they were", f"{name} was"))
        text = self._fresh.get(release.construct)
        if text is None:
            try:
                text = (self._folder / name).read_text(encoding="utf-8") if self._folder is not None else None
            except (OSError, ValueError):
                text = None
        if text is None:
            raise LockError(f"{name} is missing or cannot be read")
        if output_digest(text) != entry.output:
            raise LockError(f"{name} is not what homelab.lock tells of; restore both from Git")
        return text
