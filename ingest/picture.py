"""A page of the original, drawn, with the place of a provision marked on it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from ingest.errors import BadDocument, BadInput
from ingest.model import Box

MARK = (255, 214, 10, 90)
"""The colour of the mark, see-through, so that the words under it can be read."""
EDGE = (196, 130, 0, 255)
MOST_PIXELS = 40_000_000
AROUND = 1.5
"""Points by which a mark reaches beyond the words."""


def page_picture(pdf: Path, boxes: Sequence[Box], scale: float = 2.0, page: int | None = None) -> bytes:
    """Draw one page of a PDF as PNG with the boxes on it marked: the page of the first box, or `page`.

    `scale` is pixels to a point, 2.0 being 144 dpi. Boxes on other pages are left out. Raises BadInput where there is
    nothing to draw, BadDocument where the file cannot be drawn.
    """
    number = page or (boxes[0].page if boxes else 0)
    if not number:
        raise BadInput("This provision has no place on a page.", "Only provisions that were read from a PDF have one.")
    picture, scale = _drawn(pdf, number, scale)
    marked = Image.alpha_composite(picture.convert("RGBA"), _marks(picture, [box for box in boxes if box.page == number], scale))
    out = io.BytesIO()
    marked.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _drawn(pdf: Path, number: int, scale: float) -> tuple[Image.Image, float]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        raise BadDocument(f"{pdf.name} cannot be opened to draw its page {number}.", "Import the document again.") from error
    try:
        if not 0 < number <= len(document):
            raise BadInput(f"{pdf.name} has no page {number}: it has {len(document)}.", "Import the document again.")
        sheet = document[number - 1]
        width, height = sheet.get_size()
        scale = min(max(scale, 0.1), (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        return sheet.render(scale=scale).to_pil(), scale
    except pypdfium2.PdfiumError as error:
        raise BadDocument(f"Page {number} of {pdf.name} cannot be drawn.", "Import the document again.") from error
    finally:
        document.close()


def _marks(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        x0, top, x1, bottom = box.x0 - AROUND, box.top - AROUND, box.x1 + AROUND, box.bottom + AROUND
        pen.rectangle((scale * x0, scale * top, scale * x1, scale * bottom), fill=MARK)
    if boxes:
        x = scale * (min(box.x0 for box in boxes) - 5)
        top, bottom = scale * min(box.top for box in boxes), scale * max(box.bottom for box in boxes)
        pen.line((x, top, x, bottom), fill=EDGE, width=max(2, int(scale)))
    return layer
