"""The page of the original, with a provision marked on it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import BadDocument, BadInput
from ingest.model import Box
from ingest.pdf import read_pdf
from ingest.picture import page_picture
from tests import press
from tests.test_pdf import CURRENT


def test_the_mark_stands_on_the_provisions_words(tmp_path: Path) -> None:
    file = press.Press(tmp_path / "act.pdf", CURRENT).law()
    provision = next(p for p in read_pdf(file, "bees").walk() if str(p.path) == "bees/3/1")
    marked = Image.open(io.BytesIO(page_picture(file, provision.boxes, 2.0)))
    plain = Image.open(io.BytesIO(page_picture(file, (), 2.0, page=provision.page)))
    assert marked.size == plain.size == (1190, 1684)
    box = provision.boxes[0]
    inside, outside = (2 * (box.x1 + 0.5), box.top + box.bottom), (1180, 20)
    assert marked.getpixel(tuple(map(int, inside))) != plain.getpixel(tuple(map(int, inside)))
    assert marked.getpixel(outside) == plain.getpixel(outside)


def test_what_cannot_be_drawn_is_named(tmp_path: Path) -> None:
    file = press.Press(tmp_path / "act.pdf", CURRENT).law()
    with pytest.raises(BadInput, match="no place on a page"):
        page_picture(file, ())
    with pytest.raises(BadInput, match="no page 99"):
        page_picture(file, (Box(99, 1, 1, 2, 2),))
    with pytest.raises(BadDocument, match="cannot be opened"):
        page_picture(tmp_path / "none.pdf", (Box(1, 1, 1, 2, 2),))


def test_a_page_is_never_drawn_larger_than_memory_allows(tmp_path: Path) -> None:
    file = press.Press(tmp_path / "act.pdf", CURRENT).law()
    width, height = Image.open(io.BytesIO(page_picture(file, (Box(1, 10, 10, 20, 20),), 500.0))).size
    assert width * height <= 40_500_000
