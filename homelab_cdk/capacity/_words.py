"""Amounts as people read them."""

from __future__ import annotations

__all__ = ["cores", "gib", "no_place", "share"]


def cores(milli: int) -> str:
    """CPU with two decimals at most: `0.25`, `7.84`, `24`."""
    return f"{milli / 1000:.2f}".rstrip("0").rstrip(".")


def gib(count: int) -> str:
    """Bytes in the unit that people use for them, with one decimal at most: `0`, `512 Mi`, `29.9 Gi`, `1.8 Ti`."""
    if not count:
        return "0"
    value, unit = count / 1024**2, "Mi"
    for larger in ("Gi", "Ti"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.1f}".removesuffix(".0") + f" {unit}"


def no_place(pods: int) -> str:
    """That some pods find no place."""
    return "1 pod finds no place" if pods == 1 else f"{pods} pods find no place"


def share(part: int, whole: int) -> str:
    """A part in percent."""
    return f"{100 * part / whole:.0f}%" if whole else "–"
