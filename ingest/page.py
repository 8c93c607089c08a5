"""The page on which a provision stands, drawn from the user's own copy of the document."""

from __future__ import annotations

from pathlib import Path

from ingest.book import Book
from ingest.digest import sha256
from ingest.errors import BadDocument, UnknownProvision
from ingest.model import Box, Edition, Provision
from ingest.path import ProvisionPath
from ingest.picture import page_picture


def page_of(book: Book, place: str, home: Path) -> bytes:
    """Give the page as PNG, the provision and all below it marked. Raises UnknownProvision where no PDF of it is loaded."""
    for text in book.texts(ProvisionPath.parse(place)):
        original = original_of(text.edition, home)
        boxes = [box for provision in text.provision.walk() for box in provision.boxes]
        if original is not None and boxes:
            return page_picture(original, _from(text.provision, boxes))
    raise UnknownProvision(f"No PDF with {place} is loaded.", "Import the official PDF with `kinga import FILE`, then `kinga build`.")


def original_of(edition: Edition, home: Path) -> Path | None:
    """Give the kept original of an official edition; None where there is none or it is no PDF. Raises BadDocument for a damaged one."""
    file = home / "originals" / f"{edition.sha256}.pdf"
    if not edition.sha256 or not file.is_file():
        return None
    if sha256(file) != edition.sha256:
        raise BadDocument(f"{file} is not what was imported.", "Import the document again; that puts its original right.")
    return file


def _from(provision: Provision, boxes: list[Box]) -> list[Box]:
    """The boxes of the page on which the provision begins."""
    first = provision.boxes[0].page if provision.boxes else boxes[0].page
    return [box for box in boxes if box.page == first]
