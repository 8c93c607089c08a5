"""Papers and slides as Markdown."""

from __future__ import annotations

import re

from workshop.paper import Block, Break, Cell, Deck, Heading, Line, Paper, Para, Picture, Table

_SPECIAL = re.compile(r"([\\`*_<>|#\[\]])")


def markdown(paper: Paper) -> str:
    """Write a paper."""
    head = [f"# {_plain(paper.title)}", "", _plain(paper.under), ""]
    body = [line for block in paper.blocks for line in (*_block(block), "")]
    return "\n".join([*head, *body, "---", _plain(paper.footer), ""])


def slides_markdown(deck: Deck) -> str:
    """Write the slides, a heading each."""
    out = [f"# {_plain(deck.title)}", "", _plain(deck.under), ""]
    for slide in deck.slides:
        out += [f"## {_plain(slide.title)}", "", *(f"- {_whole(line)}" for line in slide.body)]
        if slide.picture is not None:
            out += _block(slide.picture)
        out.append("")
    return "\n".join([*out, "---", _plain(deck.footer), ""])


def _plain(line: Line) -> str:
    return _SPECIAL.sub(r"\\\1", line.text)


def _whole(line: Line) -> str:
    return _plain(line) + (f" {_cited(line)}" if line.cited else "")


def _cited(line: Line) -> str:
    words = _SPECIAL.sub(r"\\\1", line.cited)
    return f"*\\[{words}\\]*"


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * (block.level + 1)} {_plain(block.line)}"]
    if isinstance(block, Para):
        return _para(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Picture):
        return [f"*{_plain(block.alt)}*", "", *(f"- {_plain(line)}" for line in block.said)]
    return ["---"] if isinstance(block, Break) else []


def _para(para: Para) -> list[str]:
    if para.look == "quote":
        return _quote(para)
    words = f"{para.number} {_whole(para.line)}".strip()
    looks = {
        "bullet": f"- {words}",
        "note": f"*{_plain(para.line)}*",
        "question": f"**{words}**",
        "option": f"- {words}",
        "step": words,
        "answer": f"{words} ____________________",
    }
    return [looks.get(para.look, words)]


def _quote(para: Para) -> list[str]:
    """Set the law's words apart; the citation stands under them, since it is none of them."""
    mark = "> " * (para.depth + 1)
    words = f"{para.number} {_plain(para.line)}".strip().replace("\n", f"\n{mark}")
    return [f"{mark}{words}", *(("", _cited(para.line)) if para.line.cited else ())]


def _table(table: Table) -> list[str]:
    head = f"| {' | '.join(_plain(line) for line in table.head)} |"
    rule = f"|{' --- |' * len(table.head)}"
    return [head, rule, *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table.rows)]


def _cell(cell: Cell) -> str:
    return "<br>".join(_whole(line).replace("\n", " ") for line in cell) or " "
