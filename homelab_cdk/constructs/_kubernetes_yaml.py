"""YAML inside of objects and beside them, as the Kubernetes API machinery and Helm read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from .._yaml_dialect import add_scalars, read_stream
from ._plain import plain

__all__ = ["read_documents", "write_values"]


def read_documents(text: str) -> list[tuple[int, Any]]:
    """The documents of a stream, empty ones as `None`, each with the line that it starts in.

    Raises:
        yaml.YAMLError: this is no YAML, or a mapping has a key twice.
    """
    return read_stream(text)


def write_values(values: Mapping[str, Any]) -> str:
    """Values of a chart as text that Helm reads back equal: what is no text to either reader is quoted."""
    return yaml.dump(plain(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write a value anew wherever it stands."""
        return True


add_scalars(_Dumper)
