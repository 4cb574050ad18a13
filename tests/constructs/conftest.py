"""Counting what crosses into Node.js."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jsii._kernel.providers import process

Counting = Callable[[], Any]


@pytest.fixture
def crossings(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """A context manager that collects the requests that jsii sends to Node.js while it is open."""
    sent: list[str] = []
    send = process._NodeProcess.send

    def counted(self: Any, request: Any, response_type: Any) -> Any:
        sent.append(type(request).__name__)
        return send(self, request, response_type)

    monkeypatch.setattr(process._NodeProcess, "send", counted)

    @contextmanager
    def count() -> Iterator[list[str]]:
        sent.clear()
        yield sent

    return count
