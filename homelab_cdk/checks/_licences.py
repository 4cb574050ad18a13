"""Licences, as SPDX writes them."""

from __future__ import annotations

import re

__all__ = ["OPEN", "closed_parts"]

OPEN = frozenset(
    {
        "0BSD",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CDDL-1.0",
        "EPL-1.0",
        "EPL-2.0",
        "EUPL-1.2",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "OSL-3.0",
        "PostgreSQL",
        "UPL-1.0",
        "Unlicense",
        "Zlib",
    }
)
"""Licences of the Open Source Initiative's list that systems of a home lab come under."""

_WORD = re.compile(r"[A-Za-z0-9.+-]+")


def closed_parts(expression: str) -> list[str]:
    """The licences of an SPDX expression because of which the whole is not open source.

    Of those joined by `OR` one that is open is enough; of those joined by `AND` all have to be.
    """
    closed: list[str] = []
    for part in expression.split(" AND "):
        words = [word for word in _WORD.findall(part.partition(" WITH ")[0]) if word != "OR"]
        if words and not OPEN & set(words):
            closed += words
    return closed
