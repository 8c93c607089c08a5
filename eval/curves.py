"""Curves as SVG pictures: measured figures over sizes, both axes by powers of ten. No library; a few lines of markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 190, 46, 52
_INK, _PALE = "#22313a", "#d5dde1"
_LINES = (("#0b5f83", ""), ("#b4451a", "7 4"), ("#4f7d1f", "2 4"), ("#6b4a94", "10 3 2 3"))
"""Colour and dashes of each line, so that they are told apart in print too."""
_APART = 16


@dataclass(frozen=True, slots=True)
class Axes:
    """Where values stand in the picture."""

    least: tuple[int, int]
    most: tuple[int, int]

    @classmethod
    def around(cls, curves: Mapping[str, Points], aims: Sequence[float]) -> Axes:
        """Give axes by whole powers of ten around all points."""
        xs = [log10(x) for points in curves.values() for x, _ in points]
        ys = [log10(y) for points in curves.values() for _, y in points] + [log10(aim) for aim in aims]
        low, high = (floor(min(xs)), floor(min(ys))), (ceil(max(xs)), ceil(max(ys)))
        return cls(low, (max(high[0], low[0] + 1), max(high[1], low[1] + 1)))

    def x(self, value: float) -> float:
        """Points from the left."""
        return _LEFT + (log10(value) - self.least[0]) / (self.most[0] - self.least[0]) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Points from the top."""
        return _HEIGHT - _BOTTOM - (log10(value) - self.least[1]) / (self.most[1] - self.least[1]) * (_HEIGHT - _TOP - _BOTTOM)


def picture(title: str, unit: str, curves: Mapping[str, Points], aim: tuple[str, float] | None = None) -> str:
    """Draw curves over the number of provisions; `aim` is a level to stay below, with its name."""
    curves = {name: [(x, y) for x, y in points if y > 0] for name, points in curves.items()}
    axes = Axes.around(curves, [aim[1]] if aim else [])
    ends = _spread([axes.y(points[-1][1]) for points in curves.values()])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="13" fill="{_INK}">',
        f'<title>{escape(title)}</title><rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="24" font-size="16">{escape(title)}</text>',
        *_grid(axes, unit),
        *([_aimed(axes, *aim)] if aim else []),
        *(_curve(axes, n, name, points, end) for n, ((name, points), end) in enumerate(zip(curves.items(), ends, strict=True))),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _spread(ends: Sequence[float]) -> list[float]:
    """Move names apart that would stand on each other."""
    out = list(ends)
    order = sorted(range(len(out)), key=out.__getitem__)
    for before, here in pairwise(order):
        out[here] = max(out[here], out[before] + _APART)
    return out


def _grid(axes: Axes, unit: str) -> list[str]:
    right, low = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    out = []
    for power in range(axes.least[0], axes.most[0] + 1):
        x = axes.x(10**power)
        out.append(f'<line x1="{x:.0f}" y1="{_TOP}" x2="{x:.0f}" y2="{low}" stroke="{_PALE}"/>')
        out.append(f'<text x="{x:.0f}" y="{low + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in range(axes.least[1], axes.most[1] + 1):
        y = axes.y(10**power)
        out.append(f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}" stroke="{_PALE}"/>')
        out.append(f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:,.10g}</text>')
    out.append(f'<text x="{(_LEFT + right) / 2:.0f}" y="{_HEIGHT - 10}" text-anchor="middle">provisions</text>')
    out.append(f'<text x="{_LEFT - 8}" y="{_TOP - 8}" text-anchor="end">{escape(unit)}</text>')
    return out


def _aimed(axes: Axes, name: str, value: float) -> str:
    y = axes.y(value)
    line = f'<line x1="{_LEFT}" y1="{y:.0f}" x2="{_WIDTH - _RIGHT}" y2="{y:.0f}" stroke="{_INK}" stroke-width="1" stroke-dasharray="1 3"/>'
    return line + f'<text x="{_LEFT + 6}" y="{y - 5:.0f}" font-size="12">{escape(name)}</text>'


def _curve(axes: Axes, number: int, name: str, points: Points, end: float) -> str:
    colour, dashes = _LINES[number % len(_LINES)]
    places = [(axes.x(x), axes.y(y)) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places)
    label = f'<text x="{places[-1][0] + 10:.0f}" y="{end + 4:.0f}" fill="{colour}">{escape(name)}</text>'
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>{dots}{label}'
