"""The README's session is what the command prints, and its commands exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(words: list[str], home: Path) -> str:
    setting = {**os.environ, "KINGA_HOME": str(home), "COLUMNS": "80"}
    done = subprocess.run([sys.executable, str(ROOT / "cli.py"), *words], capture_output=True, text=True, cwd=ROOT, check=True, env=setting)
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def test_the_session_is_what_the_command_prints(home: Path) -> None:
    sessions = re.findall(r"```\n\$ kinga ask \"([^\"]+)\"\n(.*?)\n```", README, re.DOTALL)
    assert sessions
    for question, printed in sessions:
        assert run(["ask", question], home) == printed


def test_every_command_of_the_readme_exists(home: Path) -> None:
    listed = run(["--help"], home)
    for verb in set(re.findall(r"^kinga ([a-z]+)", README, re.MULTILINE)):
        assert re.search(rf"\b{verb}\b", listed), verb


def test_every_command_is_told_in_the_readme_or_its_help(home: Path) -> None:
    for verb in ("build", "import", "fetch", "parse", "show", "search", "ask", "facts", "check", "sources"):
        assert "Usage" in run([verb, "--help"], home)
