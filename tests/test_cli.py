"""The command line keeps the contract: JSON alone on standard output, errors in two lines, exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.snapshot import current
from tests.scribe import Akn, law

ROOT = Path(__file__).resolve().parent.parent
KINGA = [sys.executable, str(ROOT / "cli.py")]


def run(*words: str, home: Path, stdin: str = "", proxy: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command; `proxy` is an address at which nobody answers, so that nothing is asked of the world."""
    setting = {**os.environ, "KINGA_HOME": str(home), "COLUMNS": "80"} | ({"https_proxy": proxy} if proxy else {})
    setting.pop("KINGA_SOURCES", None)
    return subprocess.run([*KINGA, *words], capture_output=True, text=True, cwd=ROOT, check=False, env=setting, input=stdin)


def record(*words: str, home: Path) -> dict[str, object]:
    done = run(*words, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_ask_quotes_the_clause_and_marks_the_restatement(home: Path) -> None:
    found = record("ask", "is consent a defence?", home=home)
    assert found["answered"] is True
    assert found["lang"] == "en"
    assert "ctip-act-2010/3/2" in found["provisions"]
    assert any("plain words" in s["text"] for s in found["statements"])
    assert all(s["citations"] for s in found["statements"])
    assert set(found) >= {"question", "lang", "kind", "answered", "reason", "statements", "quotes", "provisions"}


def test_ask_reads_well_at_eighty_columns(home: Path) -> None:
    done = run("ask", "is consent a defence?", home=home)
    assert "s. 3(2), Counter-Trafficking in Persons Act" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "path"),
    [("s 3(2)", "ctip-act-2010/3/2"), ("section 15(4)", "ctip-act-2010/15/4"), ("First Schedule para 4(3)", "ctip-act-2010/sched-1/4/3")],
)
def test_a_typed_reference_goes_straight_to_the_clause(home: Path, words: str, path: str) -> None:
    found = record("ask", words, home=home)
    assert found["kind"] == "reference"
    assert found["provisions"][0] == path


def test_search_gives_the_fields_of_the_contract(home: Path) -> None:
    found = record("search", "forced labour", "-k", "4", home=home)
    assert len(found["results"]) == 4
    assert all(set(row) >= {"path", "citation", "heading", "score", "layer", "text"} for row in found["results"])
    scores = [row["score"] for row in found["results"]]
    assert scores == sorted(scores, reverse=True)


def test_show_gives_a_provision_by_path_and_by_citation(home: Path) -> None:
    by_path = record("show", "ctip-act-2010/3/1/a", home=home)
    assert by_path == record("show", "s. 3(1)(a)", home=home)
    assert {layer["lang"] for layer in by_path["layers"]} >= {"en", "sw"}


def test_batch_answers_each_line_in_order(home: Path, tmp_path: Path) -> None:
    lines = [{"id": "a", "question": "is consent a defence?"}, {"id": "b", "question": ""}, {"id": "c", "question": "quorum"}]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    for command in ("ask", "search"):
        done = run(command, "--batch", str(file), "--json", home=home)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["id"] for row in rows] == ["a", "b", "c"]
        assert "error" in rows[1]
        assert "error" not in rows[2]


def test_sources_tells_what_is_missing_and_how_to_get_it(home: Path) -> None:
    found = {row["instrument"]: row for row in record("sources", home=home)["sources"]}
    assert found["ctip-act-2010"]["missing"] == "official text"
    assert "kinga import" in found["ctip-act-2010"]["get"]


def test_parse_gives_the_clause_tree_of_the_plain_layer(home: Path) -> None:
    found = record("parse", "corpus/ctip-act-2010/plain.en.md", home=home)
    assert len(found["provisions"]) == 205
    assert set(found["provisions"][0]) == {"path", "number", "heading", "opening", "closing", "page"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", ""), "question is empty"),
        (("ask", "\x01\x02"), "question is empty"),
        (("search", "x" * 30_000), "30,000 characters"),
        (("show", "ctip-act-2010/45"), "ctip-act-2010/45"),
        (("show", "no such thing"), "no such thing"),
        (("import", "missing.pdf"), "missing.pdf"),
        (("import", "pyproject.toml"), "pyproject.toml"),
        (("search", "x", "--instrument", "no-such-act"), "no-such-act"),
        (("ask", "--batch", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_bad_input_gives_two_lines_and_exit_code_two(home: Path, words: tuple[str, ...], says: str) -> None:
    before = current(home)
    done = run(*words, home=home)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert 1 <= len(done.stderr.strip().splitlines()) <= 2
    assert done.stdout == ""
    assert current(home) == before


def test_a_question_of_a_megabyte_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps({"id": 1, "question": "word " * 210_000}))
    (row,) = [json.loads(line) for line in run("ask", "--batch", str(file), home=home).stdout.splitlines()]
    assert "20,000" in row["error"]


def test_without_an_index_the_error_names_the_command(tmp_path: Path) -> None:
    done = run("ask", "is consent a defence?", home=tmp_path)
    assert done.returncode == 1
    assert "kinga build" in done.stderr


def test_an_imported_act_is_quoted_in_the_official_words(home: Path, tmp_path: Path, official: Path) -> None:
    own = tmp_path / "home"
    shutil.copytree(home / "models", own / "models")
    pdf = official / "ctip-act-2010" / "act-current-layout.pdf"
    assert run("import", str(pdf), home=own).returncode == 0
    assert run("build", home=own).returncode == 0
    found = record("ask", "s 3(2)", home=own)
    (first, *_) = found["quotes"]
    assert first["edition"] == "ctip-act-2010:official:en:2023-12-11"
    assert first["text"].endswith("subsection (1) have been used.")
    assert any("official text" in s["text"] for s in found["statements"]) is False
    assert not any("plain words" in s["text"] for s in found["statements"])


DOUBTED = """Lamp Act
1. Short title
This Act may be cited as the Lamp Act.
2. Licences
(1) A licence lasts a year.
3. Fees
A fee is ten shillings.
7. Offences
A person who puts out a lamp commits an offence.
"""


def test_an_import_tells_what_it_recognised_what_it_found_and_what_it_doubts(tmp_path: Path) -> None:
    (tmp_path / "lamps.md").write_text("# Lamp Act\n\n" + re.sub(r"(?m)^(\d)", r"### \1", DOUBTED.partition("\n")[2]), encoding="utf-8")
    told = run("import", str(tmp_path / "lamps.md"), "--instrument", "lamp-act", home=tmp_path / "home").stdout.splitlines()
    assert told[0].startswith("lamps.md: lamp-act, layout")
    assert "4 sections" in told[1] and "5 clauses in all" in told[1] and "does not tell" in told[1]
    assert told[-1] == "Run `kinga build` to search it."
    again = run("import", str(tmp_path / "lamps.md"), "--instrument", "lamp-act", home=tmp_path / "home").stdout
    assert "in your library already" in again


def test_an_import_names_each_doubt(tmp_path: Path) -> None:
    act = Akn().act(law()).replace("<num>3.</num>", "<num>9.</num>")
    (tmp_path / "lamps.xml").write_text(act, encoding="utf-8")
    told = run("import", str(tmp_path / "lamps.xml"), home=tmp_path / "home").stdout
    assert "lamps.xml: lamp-act, layout" in told and "As at 2031-12-11" in told
    assert "Doubt: Numbers are missing before lamp-act/9: it follows 2." in told


def test_an_import_that_cannot_tell_the_instrument_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1. Licences\nA licence lasts a year.\n2. Fees\nA fee is ten shillings.\n", encoding="utf-8")
    done = run("import", str(tmp_path / "x.txt"), home=tmp_path / "home")
    assert done.returncode == 2 and "--instrument" in done.stderr and done.stdout == ""


def test_fetch_gives_json_alone_and_the_fault_of_each_document(tmp_path: Path) -> None:
    done = run("fetch", "iom-crisis-2015", "--json", home=tmp_path, proxy="http://127.0.0.1:9")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [one["slug"] for one in found["documents"]] == ["iom-crisis-2015"]
    assert found["documents"][0]["state"] == "failed" and found["documents"][0]["fault"] and found["told"]
    assert not list(tmp_path.glob("editions/*"))


def test_fetch_of_an_unknown_instrument_is_bad_input(tmp_path: Path) -> None:
    done = run("fetch", "no-such-act", "--json", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "no-such-act" in done.stderr


def test_the_offer_is_one_line_soon(tmp_path: Path) -> None:
    began = time.monotonic()
    done = run("offer", home=tmp_path)
    assert done.returncode == 0 and time.monotonic() - began < 60
    assert len(done.stdout.splitlines()) == 1 and done.stdout.startswith("Not loaded: the official text of")
