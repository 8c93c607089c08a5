"""The slides as PowerPoint: real title and text places, alt text, slide numbers, a footer with edition and date."""

from __future__ import annotations

import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Emu, Pt

from workshop.paper import Deck, Line, Slide

_WIDTH, _HEIGHT = Cm(33.867), Cm(19.05)
_INK, _SOFT = RGBColor(0x0B, 0x55, 0x55), RGBColor(0x55, 0x5F, 0x66)
_TITLE, _TEXT = 0, 1
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LANG = {"en": "en-GB", "sw": "sw-KE"}


def pptx(deck: Deck) -> bytes:
    """Write the slides."""
    show = Presentation()
    _widen(show)
    show.core_properties.title = deck.title.text
    show.core_properties.author = "Kinga"
    show.core_properties.language = _LANG[deck.title.lang]
    first = show.slides.add_slide(show.slide_layouts[_TITLE])
    first.shapes.title.text = deck.title.text
    first.placeholders[1].text = deck.under.text
    for slide in deck.slides:
        _slide(show, slide, deck.footer)
    for number, slide in enumerate(show.slides):
        for paragraph in (p for shape in slide.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs):
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", _LANG[deck.title.lang])
        if number == 0:
            _foot(first, deck.footer)
    stream = io.BytesIO()
    show.save(stream)
    return stream.getvalue()


def _widen(show: Any) -> None:
    """Make the template's slides 16:9; every place is stretched with them."""
    factor = _WIDTH / show.slide_width
    show.slide_width, show.slide_height = _WIDTH, _HEIGHT
    for shape in [*show.slide_master.shapes, *(shape for layout in show.slide_layouts for shape in layout.placeholders)]:
        shape.left, shape.width, shape.top, shape.height = (
            Emu(int(shape.left * factor)),
            Emu(int(shape.width * factor)),
            shape.top,
            shape.height,
        )


def _slide(show: Any, slide: Slide, footer: Line) -> None:
    added = show.slides.add_slide(show.slide_layouts[5 if slide.picture else 1])
    title = added.shapes.title
    title.left, title.top, title.width, title.height = Cm(1.4), Cm(0.7), Cm(31), Cm(2.6)
    title.text = slide.title.text
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(30 if len(slide.title.text) < 70 else 24), True, _INK
    if slide.picture:
        shape = added.shapes.add_picture(io.BytesIO(slide.picture.png), Cm(1.9), Cm(4.2), width=Cm(30))
        said = "; ".join(line.text for line in slide.picture.said)
        shape._element.nvPicPr.cNvPr.set("descr", f"{slide.picture.alt.text} {said}")
    else:
        _body(added.placeholders[1], slide.body)
    _foot(added, footer)
    if slide.notes:
        added.notes_slide.notes_text_frame.text = "\n".join(line.whole for line in slide.notes)


def _body(place: Any, lines: tuple[Line, ...]) -> None:
    place.left, place.top, place.width, place.height = Cm(1.6), Cm(3.6), Cm(30.6), Cm(13.4)
    frame = place.text_frame
    frame.word_wrap = True
    length = sum(room(line) for line in lines)
    size = 28 if length < 200 else 25 if length < 320 else 22 if length < 450 else 19
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(10)
        run = paragraph.add_run()
        run.text, run.font.size = line.text, Pt(size)
        if line.cited:
            cited = paragraph.add_run()
            cited.text, cited.font.size, cited.font.color.rgb = f" [{line.cited}]", Pt(14), _SOFT


def room(line: Line) -> int:
    """Give the room that a line takes on a slide, in characters of the text; a citation is set smaller."""
    return len(line.text) + len(line.cited) // 2


def _foot(slide: Any, footer: Line) -> None:
    box = slide.shapes.add_textbox(Cm(1.4), Cm(17.7), Cm(31), Cm(0.9))
    paragraph = box.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text, run.font.size, run.font.color.rgb = f"{footer.text} · ", Pt(11), _SOFT
    field = etree.SubElement(paragraph._p, f"{{{_A}}}fld", id="{5B0C3D5E-2A57-4C0B-9C59-3E4F6A7B8C9D}", type="slidenum")
    etree.SubElement(field, f"{{{_A}}}rPr", lang="en-GB", sz="1100")
    etree.SubElement(field, f"{{{_A}}}t").text = "‹#›"
