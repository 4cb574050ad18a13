"""SeaweedFS: S3 object storage in the lab."""

from __future__ import annotations

from ._component import SeaweedFS

__all__ = ["SeaweedFS"]
