"""Export a sentence-transformers model to ONNX: `python -m index.export MODEL FOLDER`. Runs in a child of the build."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")


def export(source: Path, folder: Path) -> None:
    """Write question.onnx, tokenizer.json and card.json into `folder`, beside first, then moved into place."""
    import torch
    from sentence_transformers import SentenceTransformer

    from index.encode import MODEL_NAME, MODEL_SHA256
    from ingest.digest import sha256

    model = SentenceTransformer(str(source), device="cpu")
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".export-"))
    try:
        _write_graph(torch, model, beside / "question.onnx")
        model.tokenizer.backend_tokenizer.save(str(beside / "tokenizer.json"))
        digest = sha256(source / "model.safetensors")
        card = {
            "name": MODEL_NAME if digest == MODEL_SHA256 else source.name,
            "dimension": model.get_sentence_embedding_dimension(),
            "files": {name: sha256(beside / name) for name in ("question.onnx", "tokenizer.json")},
        }
        (beside / "card.json").write_text(json.dumps(card, indent=1))
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_graph(torch: Any, model: Any, file: Path) -> None:
    """Trace the transformer with mean pooling over the mask and L2 normalising, as the model's own modules do."""

    class Whole(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.bert = model[0].auto_model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)[0]
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    sample = {name: torch.ones((2, 7), dtype=torch.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    axes = {name: {0: "batch", 1: "token"} for name in sample}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Whole().eval(),
            tuple(sample.values()),
            str(file),
            input_names=list(sample),
            output_names=["vector"],
            dynamic_axes={**axes, "vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
