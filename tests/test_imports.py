"""Imports run one way: ingest <- index <- answer <- workshop, then the views, the command line and the evaluation on top."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["ingest", "index", "answer", "workshop"]
HEAVY = ("torch", "transformers", "sentence_transformers", "spacy", "langchain_core", "langchain_text_splitters", "streamlit", "pdfplumber")
TOP = {"views", "doors", "cli", "given", "app", "terminal", "eval"}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ORDER)
def test_no_room_imports_one_that_stands_on_it(room: str) -> None:
    above = set(ORDER[ORDER.index(room) + 1 :]) | TOP
    for file in (ROOT / room).rglob("*.py"):
        assert not imported(file) & above, f"{file.relative_to(ROOT)} reaches up"


def test_only_the_views_know_streamlit() -> None:
    for room in [*ORDER, "doors", "eval"]:
        for file in (ROOT / room).rglob("*.py"):
            assert "streamlit" not in imported(file), file


def test_a_question_from_the_shell_loads_nothing_heavy() -> None:
    code = f"import cli, sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_asking_loads_nothing_heavy_either(home: Path) -> None:
    code = (
        "import cli, sys; from answer.ask import ask; ask('is consent a defence?', cli._search());"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, env={"KINGA_HOME": str(home)})
    assert done.stdout.strip() == "[]"


def test_nothing_unpickles_or_evaluates() -> None:
    banned = {"pickle", "marshal", "shelve", "dill"}
    for file in [*ROOT.glob("*.py"), *(f for room in [*ORDER, "views", "doors", "eval"] for f in (ROOT / room).rglob("*.py"))]:
        assert not imported(file) & banned, file
        calls = {n.func.id for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert not calls & {"eval", "exec", "compile"}, file
