"""Where Flux lives, how often it looks, and how it is told to keep something."""

from __future__ import annotations

__all__ = [
    "APPLY_RETRY",
    "DRIFT_INTERVAL",
    "FLUX_NAMESPACE",
    "FLUX_SOURCE",
    "PRUNE_ANNOTATION",
    "RELEASE_RETRY",
    "SOURCE_INTERVAL",
]

FLUX_NAMESPACE = "flux-system"
"""Where Flux and the objects that steer it live."""

FLUX_SOURCE = "flux-system"
"""The GitRepository that a FluxInstance makes of its `sync` (source: flux-operator)."""

DRIFT_INTERVAL = "1h"
"""How often drift is looked for; a commit is applied at once."""

SOURCE_INTERVAL = "12h"
"""How often a source with a pinned version is looked at: what it points to does not change."""

APPLY_RETRY = "2m"
"""When a failed apply is tried again; without it only after `DRIFT_INTERVAL`."""

RELEASE_RETRY = "5m"
"""When a failed install or upgrade is tried again."""

PRUNE_ANNOTATION = "kustomize.toolkit.fluxcd.io/prune"
"""Whether Flux deletes an object that has left the tree; `disabled` keeps it."""
