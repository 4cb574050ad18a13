"""One real file for each object of a component: `__snapshots__/<component>-<context>/<kind>-<name>.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import Snapshot, SnapshotCollection
from syrupy.extensions.base import AbstractSyrupyExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation


class ObjectFiles(SingleFileSnapshotExtension):
    """Files that look like those of `generated/`, in a folder for each case of a parametrized test."""

    _write_mode = WriteMode.TEXT
    file_extension = "yaml"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        folder = AbstractSyrupyExtension.dirname(test_location=test_location)
        return str(Path(folder) / _case(test_location))

    @classmethod
    def discovery_dirname(cls, *, test_location: PyTestLocation) -> str:
        return AbstractSyrupyExtension.dirname(test_location=test_location)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: Any = 0) -> str:
        return f"{test_location.methodname}[{_case(test_location)}/{index}]"

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: Any) -> str:
        return str(index)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return Path(snapshot_location).parent == Path(cls.dirname(test_location=test_location))

    def read_snapshot_collection(self, *, snapshot_location: str) -> SnapshotCollection:
        file = Path(snapshot_location)
        found = SnapshotCollection(location=snapshot_location)
        found.add(Snapshot(name=f"test_objects[{file.parent.name}/{file.stem}]"))
        return found


def _case(test_location: PyTestLocation) -> str:
    return str(test_location.nodename).partition("[")[2].removesuffix("]")


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(ObjectFiles)
