"""Following an advice by hand: a changed homelab.yaml."""

from __future__ import annotations

from typing import Any

import yaml

from homelab_cdk.advice import Alternative
from homelab_cdk.model import SLOTS

__all__ = ["applied"]


def applied(text: str, alternative: Alternative) -> str:
    """The text of `homelab.yaml` with what an advice says to write."""
    lab: dict[str, Any] = yaml.safe_load(text)
    slot, answer = alternative.slot, alternative.answer
    if alternative.refuses:
        lab[slot] = "none"
        return yaml.safe_dump(lab, sort_keys=False)
    new = None if alternative.instead is None else alternative.instead.info.name
    value = lab[slot]
    if SLOTS[slot].takes == "instances":
        kind, _, instance = next(
            (name, None, instance)
            for name, instances in value.items()
            for instance in instances
            if f"{name}-{instance}" == answer
        )
        del value[kind][instance]
        if not value[kind]:
            del value[kind]
        if new is not None:
            value.setdefault(new, {})[instance] = {}
        if not value:
            del lab[slot]
        return yaml.safe_dump(lab, sort_keys=False)
    answers = {value: None} if isinstance(value, str) else dict.fromkeys(value) if isinstance(value, list) else value
    changed = {
        (new if name == answer else name): ({} if name == answer else options)
        for name, options in answers.items()
        if name != answer or new is not None
    }
    if changed:
        lab[slot] = changed
    else:
        del lab[slot]
    return yaml.safe_dump(lab, sort_keys=False)
