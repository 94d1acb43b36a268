"""Figures with their limits."""


class Figures:
    """What was measured, in order."""

    def __init__(self, say):
        self.all = []
        self.say = say

    def at_most(self, part, name, value, unit, limit=None, note=None):
        """A figure of which less is better."""
        self.add(part, name, value, unit, limit, "at most", note)

    def at_least(self, part, name, value, unit, limit=None, note=None):
        """A figure of which more is better."""
        self.add(part, name, value, unit, limit, "at least", note)

    def add(self, part, name, value, unit, limit, bound, note):
        """`ratio` is the value as a share of the limit."""
        figure = {"part": part, "name": name, "value": value, "unit": unit}
        if limit is not None:
            figure |= {
                "bound": bound,
                "limit": limit,
                "ratio": round(value / limit, 3) if limit else None,
                "met": value <= limit if bound == "at most" else value >= limit,
            }
        if note:
            figure["note"] = note
        self.all.append(figure)
        self.say("  " + line(figure))

    @property
    def missed(self):
        """Those that do not keep their limit."""
        return [figure for figure in self.all if figure.get("met") is False]


def line(figure):
    """A figure as a person reads it."""
    value = figure["value"]
    text = f"{figure['name']:<58} {value:>12,.3f}".rstrip("0").rstrip(".") + f" {figure['unit']}"
    if "limit" in figure:
        mark = "ok" if figure["met"] else "MISSED"
        text += f"   ({figure['bound']} {figure['limit']:,g}: {mark})"
    return text + (f"   {figure['note']}" if figure.get("note") else "")
