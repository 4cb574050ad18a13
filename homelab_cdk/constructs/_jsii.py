"""Chooses the Node.js for jsii before anything of cdk8s is imported."""

from __future__ import annotations

from .._node import use_node

use_node()
