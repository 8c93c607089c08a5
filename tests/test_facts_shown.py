"""What is shown of an outcome: clauses as cited, names hidden, sentences; the interview and the sheet on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer.facts import FactsEngine
from answer.laid import Laid, laid
from index.snapshot import Snapshot
from tests.test_cli import record, run

STORY = (
    "An agent called Hodan Warsame promised a girl of fourteen a cleaning job in Dubai. Her employer Agnes Wanjiru took her passport, "
    "locked her in the flat and never paid her. She worked day and night. The gang that sent her had a post office number, 0722 123 456."
)


@pytest.fixture(scope="module")
def shown(engine: FactsEngine, snapshot: Snapshot) -> Laid:
    return laid(engine, engine.lay(STORY), snapshot.book)


def every(one: Laid) -> str:
    return str(one)


def test_names_are_hidden_unless_asked_for(engine: FactsEngine, snapshot: Snapshot, shown: Laid) -> None:
    assert "Wanjiru" not in every(shown)
    assert "0722" not in every(shown)
    assert any("her passport" in words for line in shown.elements for words in line.words)
    named = laid(engine, engine.lay(STORY.replace("a cleaning job", "Agnes Wanjiru a cleaning job")), snapshot.book, names=True)
    assert "Wanjiru" in every(named)


def test_every_element_shows_its_clause_as_cited(shown: Laid) -> None:
    assert all(line.cited for line in (*shown.elements, *shown.missing, *shown.indicators))
    assert any("s. 3(1)" in cited for line in shown.elements for cited in line.cited)


def test_offences_to_consider_carry_their_sentences(shown: Laid) -> None:
    assert shown.offences.rows
    assert any("30" in cell.text for row in shown.offences.rows for cell in row.cells)


def test_victims_are_not_to_be_punished_and_identities_are_protected(shown: Laid) -> None:
    cited = {cite for line in shown.notes for cite in line.cited}
    assert any(cite.startswith("s. 14,") for cite in cited)
    assert any(cite.startswith("s. 11(1)") for cite in cited)
    assert any(cite.startswith("s. 15(1)") for cite in cited)


def test_it_never_speaks_of_guilt(shown: Laid) -> None:
    said = [*(line.said for line in (*shown.elements, *shown.notes, *shown.asks)), shown.why, shown.indication]
    assert not any("guilty" in one for one in said)


def test_the_command_hides_names_and_shows_every_part(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    told = run("facts", str(file), home=home).stdout
    for part in (
        "Indicated: trafficking of a child",
        "Elements",
        "Offences to consider",
        "ILO indicators seen",
        "Ask next",
        "Bear in mind",
    ):
        assert part in told
    assert "Wanjiru" not in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_spans_of_the_json_are_places_in_the_facts_as_typed(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    spans = [span for row in record("facts", str(file), home=home)["elements"] for span in row["evidence"]]  # type: ignore[attr-defined]
    assert spans
    assert all(STORY[span["start"] : span["end"]] == span["text"] for span in spans)


@pytest.mark.parametrize(("typed", "lang"), [("y\nmaybe\nn\n\nq\n", "en"), ("n\nh\n\nacha\n", "sw"), ("", "en")])
def test_an_interview_asks_again_ends_with_the_input_and_shows_the_outcome(home: Path, typed: str, lang: str) -> None:
    done = run("facts", "--interview", "--lang", lang, home=home, stdin=typed)
    assert done.returncode == 0, done.stderr
    assert "1. " in done.stdout
    assert ("Inaelekeza" if lang == "sw" else "Indicated") in done.stdout


def test_the_sheet_is_written_with_names_masked(home: Path, tmp_path: Path) -> None:
    from docx import Document

    file, sheet = tmp_path / "story.txt", tmp_path / "sheet.docx"
    file.write_text(STORY, encoding="utf-8")
    assert run("facts", str(file), "--sheet", str(sheet), home=home).returncode == 0
    cells = [cell.text for table in Document(str(sheet)).tables for row in table.rows for cell in row.cells]
    assert any("passport" in text for text in cells)
    assert not any("Wanjiru" in text for text in cells)
