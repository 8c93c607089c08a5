"""The definition as a triangle: act, means and purpose at the corners, each with what the Act lists. Drawn, with alt text."""

from __future__ import annotations

import io
from functools import lru_cache
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from ingest.path import ProvisionPath
from workshop.definition import named
from workshop.paper import Line, Picture
from workshop.say import Voice

_SIZE = (2000, 780)
_INK, _LINE, _FILL = "#1d2b36", "#0b6e6e", "#eef6f5"
_BOXES = {"act": (600, 10, 1400, 210), "means": (10, 380, 980, 770), "purpose": (1020, 380, 1990, 770)}
_CORNERS = ((1000, 100), (330, 520), (1670, 520))
_TEXT, _HEAD = 34, 46
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def corners(voice: Voice) -> dict[str, tuple[Line, ...]]:
    """Give the names that stand at each corner."""
    found = named(voice.snapshot)
    return {corner: tuple(voice.name(one.name_sw if voice.lang == "sw" else one.name) for one in found[corner]) for corner in _BOXES}


def triangle(voice: Voice) -> Picture:
    """Draw it; what stands in the picture is given as lines too, with the clauses."""
    said: list[Line] = []
    for corner, lines in corners(voice).items():
        said += [voice.frame(f"row_{corner}"), *lines]
    words = tuple((voice.frame(f"row_{corner}").text, "; ".join(x.text for x in lines)) for corner, lines in corners(voice).items())
    said += [voice.cite(ProvisionPath.parse(path)) for path in ("ctip-act-2010/3/1", "ctip-act-2010/2/exploitation")]
    return Picture(_drawn(words), voice.frame("alt_triangle"), tuple(said))


@lru_cache(maxsize=4)
def _drawn(words: tuple[tuple[str, str], ...]) -> bytes:
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    apex, left, right = _CORNERS
    draw.line([apex, left, right, apex], fill=_LINE, width=8)
    for box, (head, listed) in zip(_BOXES.values(), words, strict=True):
        _box(draw, box, head, listed)
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(300, 300))
    return stream.getvalue()


def _box(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], head: str, words: str) -> None:
    draw.rounded_rectangle(box, radius=24, fill=_FILL, outline=_LINE, width=5)
    left, top, right, _ = box
    draw.text((left + 28, top + 16), head, fill=_LINE, font=_font(_HEAD))
    lines = wrap(words, int((right - left - 56) / (_TEXT * 0.47)))
    draw.multiline_text((left + 28, top + 84), "\n".join(lines), fill=_INK, font=_font(_TEXT), spacing=12)


def _font(size: int) -> Font:
    return ImageFont.load_default(size=size)
