"""What a rule is shown by: a few objects or files, as a diff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["OBJECTS", "Example"]

OBJECTS = ""
"""The name of what stands in no file: objects, wherever they come from."""


@dataclass(frozen=True, slots=True)
class Example:
    """Files before and after, each as a diff whose lines begin with `-`, `+` or a space.

    Attributes:
        files: the diffs by the name of the file.
    """

    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str | Mapping[str, str]) -> Example:
        """The example of one text of objects, or of several files.

        Raises:
            ValueError: a line begins with something else.
        """
        named = {OBJECTS: text} if isinstance(text, str) else text
        files = {name: diff.strip("\n") for name, diff in named.items() if diff}
        for name, diff in files.items():
            for line in diff.splitlines():
                if line[:1] not in ("-", "+", " ", ""):
                    raise ValueError(f"{name or 'an example'}: {line!r} begins with none of `-`, `+` and a space")
        return cls(files)

    @property
    def before(self) -> Mapping[str, str]:
        """The files without what a `+` adds."""
        return self._side("-")

    @property
    def after(self) -> Mapping[str, str]:
        """The files without what a `-` takes away."""
        return self._side("+")

    def _side(self, sign: str) -> Mapping[str, str]:
        return {
            name: "\n".join(line[1:] for line in diff.splitlines() if line[:1] in (sign, " ", ""))
            for name, diff in self.files.items()
        }
