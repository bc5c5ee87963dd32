"""FoolNLTK's network as one more teacher: its weights read out of the package, run with numpy.

FoolNLTK 0.1.7 (Apache-2.0, its author says so of the model too) wants TensorFlow 1, which no Python
of today installs; a bidirectional LSTM over characters is sixty lines without it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.entities.tagging.accurate import by_length
from pipeline.text.viterbi import viterbi
from tools.entities.votes import ORGANISATION, PERSON, PLACE, Span

_PACKAGE = (
    "foolnltk==0.1.7"
    " --hash=sha256:296dac1ca37b647d81ee8c37bb123f2b4cda4aec305893952b39e5686b7416f6\n"
)  # fmt: skip
_TYPES = {"person": PERSON, "location": PLACE, "org": ORGANISATION, "company": ORGANISATION}
_FLOAT = 1
_NEVER = -1000.0

Table = npt.NDArray[np.float32]


def fool_spans(sentences: Sequence[str]) -> list[list[Span]]:
    """Return the names that FoolNLTK finds in each sentence."""
    weights, chars, tags = _model()
    network = _Network(weights)
    found: list[list[Span]] = [[] for _ in sentences]
    for batch in by_length(sentences):
        ids = np.array(
            [[chars.get(c, chars["<OOV>"]) for c in sentences[i]] for i in batch], dtype=np.int64
        )
        for index, row in zip(batch, network.tags(ids), strict=True):
            found[index] = _spans([tags[tag] for tag in row.tolist()])
    return found


class _Network:
    """Characters, an LSTM each way, a hidden layer, scores of tags, the best row of tags."""

    def __init__(self, weights: dict[str, Table]) -> None:
        # Row 0, of padding, is zero; the package adds it when it runs.
        table = weights["char_embeding"]
        self._letters = np.concatenate([np.zeros_like(table[:1]), table])
        cell = "char_bilstm/bidirectional_rnn/{}/basic_lstm_cell/{}"
        self._cells = [
            (weights[cell.format(way, "kernel")], weights[cell.format(way, "bias")])
            for way in ("fw", "bw")
        ]
        self._hidden = weights["project/hidden/w_tanh"], weights["project/hidden/b_tanh"]
        self._out = weights["project/output/w_out"], weights["project/output/b_out"]
        self._moves = weights["crf_loss/transitions"]

    def tags(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the tags of sentences of one length, shape (sentences, characters)."""
        letters = self._letters[ids].transpose(1, 0, 2)
        ahead = _lstm(letters, *self._cells[0])
        behind = _lstm(letters[::-1], *self._cells[1])[::-1]
        both = np.concatenate([ahead, behind], axis=2)
        hidden = np.tanh(both @ self._hidden[0] + self._hidden[1])
        scores = (hidden @ self._out[0] + self._out[1]).transpose(1, 0, 2)
        # The last tag is the one before a sentence.
        count = scores.shape[2]
        scores[:, 0] += self._moves[count, :count]
        return viterbi(scores, self._moves[:count, :count])


def _lstm(letters: Table, kernel: Table, bias: Table) -> Table:
    """Return the states after each character, shape (characters, sentences, units)."""
    steps, size, width = letters.shape
    units = kernel.shape[1] // 4
    inward = letters.reshape(-1, width) @ kernel[:width] + bias
    inward = inward.reshape(steps, size, 4 * units)
    state = np.zeros((size, units), dtype=np.float32)
    memory = np.zeros_like(state)
    states = np.empty((steps, size, units), dtype=np.float32)
    for step in range(steps):
        gates = inward[step] + state @ kernel[width:]
        take, new, keep, give = np.split(gates, 4, axis=1)
        memory = memory * _sigmoid(keep + 1.0) + _sigmoid(take) * np.tanh(new)
        state = np.tanh(memory) * _sigmoid(give)
        states[step] = state
    return states


def _sigmoid(value: Table) -> Table:
    result: Table = 0.5 * (1.0 + np.tanh(0.5 * value))
    return result


def _spans(tags: Sequence[str]) -> list[Span]:
    """Return the names in a row of tags such as B_person, E_person, S_location."""
    found: list[Span] = []
    start = 0
    for place, tag in enumerate(tags):
        part, _, name = tag.partition("_")
        if part in {"B", "S"}:
            start = place
        if part in {"E", "S"} and name in _TYPES:
            found.append((start, place + 1, _TYPES[name]))
    return found


def _model() -> tuple[dict[str, Table], dict[str, int], list[str]]:
    """Return weights, numbers of characters and tags, from the package that the index serves."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(_PACKAGE, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download",
             "--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", str(wanted),
             "-d", folder],
            check=True,
        )  # fmt: skip
        (package,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(package) as archive:
            files = {Path(m.name).name: m for m in archive.getmembers() if "/data/" in m.name}
            graph = _read(archive, files["ner.pb"])
            with zipfile.ZipFile(BytesIO(_read(archive, files["map.zip"]))) as maps:
                tables = json.loads(maps.read("all_map.json"))
    tags = [tables["ner_map"][str(i)] for i in range(len(tables["ner_map"]))]
    return _constants(memoryview(graph)), tables["char_map"], tags


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    assert stream is not None
    return stream.read()


def _constants(graph: memoryview) -> dict[str, Table]:
    """Return the tables of floats among the nodes of a serialised TensorFlow graph."""
    found = {}
    for field, node in _fields(graph):
        if field != 1:
            continue
        name = b""
        for key, part in _fields(node):
            if key == 1:
                name = bytes(part)
            elif key == 5:
                attribute = dict(_fields(part))
                if bytes(attribute[1]) == b"value":
                    tensor = dict(_fields(attribute[2])).get(8)
                    table = None if tensor is None else _table(tensor)
                    if table is not None:
                        found[name.decode()] = table
    return found


def _table(tensor: memoryview) -> Table | None:
    """Return a tensor's floats, None when it holds other things or a single number."""
    kind, shape, content = 0, [], b""
    for field, part in _fields(tensor):
        if field == 1:
            kind = part
        elif field == 2:
            shape = [dict(_fields(d)).get(1, 0) for f, d in _fields(part) if f == 2]
        elif field == 4:
            content = bytes(part)
    if kind != _FLOAT or not content:
        return None
    return np.frombuffer(content, dtype="<f4").reshape(shape)


def _fields(message: memoryview) -> Iterator[tuple[int, object]]:
    """Yield number and value of each field of a protocol buffer: an integer or its bytes."""
    place = 0

    def number() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(message):
        key = number()
        kind = key & 7
        if kind == 0:
            yield key >> 3, number()
            continue
        size = number() if kind == 2 else 8 if kind == 1 else 4
        yield key >> 3, message[place : place + size]
        place += size
