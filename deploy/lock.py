"""Writes requirements.lock: every package that Kinga needs, on every platform, pinned by version and hash.

Needs uv and the registry; `make lock` gets uv.

torch and what it brings for graphics cards are left out: the same version has other files on other indexes (the CPU build on
Linux is a file of its own), so a hash would be true for some machines only. They are pinned by version.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = re.compile(r"torch|triton|nvidia-.*|cuda-.*|setuptools")
HEAD = """# Every package that Kinga needs, pinned by version and hash, for every platform. Made by `make lock`; do not edit.
# Install: pip install torch==X (see below), then pip install --no-deps --require-hashes -r requirements.lock
"""


def main() -> None:
    """Write the lock from pyproject.toml and constraints.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    words = ["pip", "compile", "-", "-c", "constraints.txt", "--universal", "--generate-hashes", "--no-header", "--no-annotate", "-q"]
    wanted = "\n".join(project["dependencies"])
    done = subprocess.run(
        [sys.executable, "-m", "uv", *words, "--python-version", "3.11"], cwd=ROOT, input=wanted, capture_output=True, text=True, check=True
    )
    blocks = re.split(r"^(?=[\w.-]+==)", done.stdout, flags=re.MULTILINE)[1:]
    names = [block.split("==")[0] for block in blocks]
    left = [f"# not hashed: {block.split()[0].rstrip(';')}\n" for block, one in zip(blocks, names, strict=True) if LEFT_OUT.fullmatch(one)]
    kept = [block for block, one in zip(blocks, names, strict=True) if not LEFT_OUT.fullmatch(one)]
    (ROOT / "requirements.lock").write_text(HEAD + "".join(left) + "".join(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
