"""From `homelab.yaml` to a typed lab, and the JSON Schema that both readers and editors use."""

from __future__ import annotations

from ._bind import OptionError, bind
from ._options import Option, options_of
from ._read import parse_config, read_config
from ._schema import json_schema
from ._words import allowed

__all__ = ["Option", "OptionError", "allowed", "bind", "json_schema", "options_of", "parse_config", "read_config"]
