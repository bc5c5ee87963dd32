"""The tagger's model file: what is wrong with it is said in one line."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ResourceError
from pipeline.stages import shipped


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(b"PK not a model")
    with pytest.raises(ResourceError, match=r"broken\.npz: not a tagger model"):
        shipped.tagger(path)


def test_a_model_of_another_shape_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    zeros = np.zeros((2, 2), dtype=np.int8)
    np.savez(
        path,
        rows=zeros, slots=zeros, inner=zeros, bias=zeros, classes=zeros, rarity=zeros,
        scale=np.float64(1), version=np.array("0"),
    )  # fmt: skip
    with pytest.raises(ResourceError, match="tables of"):
        shipped.tagger(path)
