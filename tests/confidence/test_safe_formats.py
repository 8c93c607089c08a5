"""The source holds nothing that runs what it reads; what is installed is pinned, by hash where that can be kept true."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.confidence.conftest import Note

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
SHIPPED = sorted([*ROOT.glob("*.py"), *(file for room in PACKAGES for file in (ROOT / room).rglob("*.py"))])
MODULES = {
    "pickle",
    "cPickle",
    "_pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "jsonpickle",
    "xml.etree",
    "xmlrpc",
    "telnetlib",
}
NAMES = {"eval", "exec", "compile", "__import__"}
METHODS = {
    "yaml.load", "yaml.unsafe_load", "yaml.full_load", "torch.load", "os.system", "os.popen", "pandas.read_pickle", "tempfile.mktemp",
    "subprocess.getoutput", "subprocess.getstatusoutput", "tarfile.open", "zipfile.ZipFile.extractall",
}  # fmt: skip
FLAGS = {"allow_pickle", "shell", "allow_dangerous_deserialization", "trust_remote_code", "weights_only", "resolve_entities", "verify"}
SAFE = {("weights_only", True), ("resolve_entities", False), ("verify", True), ("shell", False), ("allow_pickle", False)}


def dangers(source: str) -> Iterator[str]:
    """Everything in a source that could run, load or obey what it reads."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    if name in NAMES or name in METHODS or name.endswith((".extractall", ".read_pickle")):
        yield name
    for flag in node.keywords:
        value = flag.value.value if isinstance(flag.value, ast.Constant) else "?"
        if flag.arg in FLAGS and (flag.arg, value) not in SAFE:
            yield f"{name}({flag.arg}={value})"
    if name in ("np.load", "numpy.load") and not any(flag.arg == "allow_pickle" for flag in node.keywords):
        yield f"{name} without allow_pickle=False"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_source_runs_what_it_reads(file: Path) -> None:
    assert list(dangers(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle", "from dill import loads", "eval(x)", "yaml.load(x)", "torch.load(x)", "np.load(x)",
        "np.load(x, allow_pickle=True)",
        "run(x, shell=True)",
        "FAISS.load_local(x, allow_dangerous_deserialization=True)", "a.extractall(b)",
        "parse(x, resolve_entities=True)",
        "run(x, shell=y)",
    ],
)  # fmt: skip
def test_the_test_sees_each_danger(source: str) -> None:
    assert list(dangers(source))


def test_xml_is_parsed_without_entities_and_without_network() -> None:
    """Every lxml parser in the source says so itself."""
    made = re.compile(r"(?:XMLParser|HTMLParser|ETCompatXMLParser)\((?P<how>[^)]*)\)")
    for file in SHIPPED:
        for match in made.finditer(file.read_text(encoding="utf-8")):
            assert "no_network=True" in match["how"] or "HTMLParser" in match[0], f"{file}: {match[0]}"


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = {name(line.split("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line}
    wanted = {name(re.split(r"[\[<>=~! ]", one)[0]) for one in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    assert wanted - pinned - {"kinga"} == set()


def name(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_the_lock_holds_the_constraints_with_hashes(note: Note) -> None:
    """Every pin of the lock is that of the constraints, and has hashes; what is left out of it is named there."""
    lock = (ROOT / "requirements.lock").read_text()
    locked = dict(re.findall(r"^([\w.-]+)==([^\s\\;]+)", lock, re.MULTILINE))
    constraints = {
        name(one): version for one, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    }
    assert {one: version for one, version in locked.items() if constraints.get(name(one), version) != version} == {}
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    left_out = {name(one) for one in re.findall(r"^# not hashed: ([\w.-]+)", lock, re.MULTILINE)}
    assert {name(one) for one in locked} | left_out >= needed(), needed() - {name(one) for one in locked} - left_out
    note("9 safe formats", "packages pinned by hash; not hashed: " + ", ".join(sorted(left_out)), len(locked), len(locked) + len(left_out))


def needed() -> set[str]:
    """The packages that a Kinga without extras needs, as they are installed here."""
    from importlib.metadata import PackageNotFoundError, distribution

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    todo, seen = [Requirement(one) for one in project["dependencies"]], set()
    while todo:
        one = todo.pop()
        if name(one.name) in seen or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        try:
            found = distribution(one.name)
        except PackageNotFoundError:
            continue
        seen.add(name(one.name))
        todo += [Requirement(line) for line in found.requires or ()]
    return seen


def test_the_bill_of_materials_lists_what_is_installed(tmp_path: Path, note: Note) -> None:
    file = tmp_path / "sbom.json"
    subprocess.run([sys.executable, str(ROOT / "deploy" / "sbom.py"), str(file)], check=True, cwd=ROOT)
    bill = json.loads(file.read_text())
    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "1.6", "kinga")
    listed = {name(part["name"]) for part in bill["components"]}
    assert needed() <= listed
    assert all(part["purl"].startswith("pkg:pypi/") or part["type"] == "machine-learning-model" for part in bill["components"])
    note("9 safe formats", "components in the bill of materials", len(bill["components"]))
