"""Names and numbers in invented stories are hidden before they are shown or exported; what is hidden wrongly is counted.

The stories are those of tests/named.py: their names stand in no list of Kinga's, but for those that the lists were made of.
"""

from __future__ import annotations

import io
import re
import zipfile

from answer.charge import charge_docx, charge_sheet
from answer.facts import mask, open_engine
from eval.facts import cases
from index.search import Search
from tests.confidence.conftest import Note
from tests.named import stories


def _shown(secret: str, text: str) -> bool:
    """Whether a name, or the digits of a number, can still be read."""
    digits = re.sub(r"\D", "", secret)
    return secret.lower() in text.lower() or (bool(digits) and digits in re.sub(r"\D", "", text))


def test_names_and_numbers_are_hidden_before_display(note: Note) -> None:
    told = list(stories())
    secrets = [(story, secret) for story in told for secret in story.secrets]
    hidden = sum(not _shown(secret, mask(story.text).text) for story, secret in secrets)
    note("3 names masked", f"names and numbers hidden in {len(told)} invented stories", hidden, len(secrets))
    note("3 names masked", "recall", round(hidden / len(secrets), 4))
    assert len(told) >= 300
    assert hidden / len(secrets) >= 0.98


def test_what_is_hidden_wrongly_is_counted(note: Note) -> None:
    """The cases of the first hand hold no names (those of the hands T... and w... do): what is hidden in them is hidden wrongly."""
    texts = [case.facts for case in cases("dev") if not case.id.startswith(("T", "w"))]
    words = sum(len(text.split()) for text in texts)
    wrong = sum(len(mask(text).hidden) for text in texts)
    note("3 names masked", f"hidden wrongly in {len(texts)} stories without names", wrong, f"{words:,} words")
    assert wrong / words < 0.005


def test_no_name_stands_in_an_exported_sheet(search: Search, note: Note) -> None:
    engine, told, out = open_engine(search.snapshot), list(stories())[::10], 0
    secrets = shown = 0
    for story in told:
        sheet = charge_sheet(engine, engine.lay(story.text), search.snapshot.book, "trafficking")
        with zipfile.ZipFile(io.BytesIO(charge_docx(sheet))) as archive:
            body = re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())
        out += 1
        secrets += len(story.secrets)
        shown += sum(secret.lower() in body.lower() for secret in story.secrets)
    note("3 names masked", f"names and numbers shown in {out} exported sheets", shown, secrets)
    assert shown / secrets <= 0.02
