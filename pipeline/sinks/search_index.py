"""Elasticsearch and OpenSearch: an article a document, sent in bulk."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from pipeline import codec
from pipeline.errors import CodecError, SinkError
from pipeline.sinks.events import Event, EventBatch, current
from pipeline.sinks.posting import PASSING, PATIENCE, HttpSender, refusal
from pipeline.sinks.rows import ARTICLES, TABLES, Cell, Kind, SinkTable, rows_of
from pipeline.sinks.sink import SinkOptions, Written

_TYPES: dict[Kind, dict[str, Any]] = {
    # Lucene refuses a term of more than 32,766 bytes, and with it the article.
    "text": {"type": "keyword", "ignore_above": 1024},
    "integer": {"type": "long"},
    "real": {"type": "double"},
    "bool": {"type": "boolean"},
    "time": {"type": "date"},
}
# Two characters a term: both products have this analyzer for Chinese without a plugin.
_READ = {"type": "text", "analyzer": "cjk"}
_READ_COLUMNS = ("headline", "body", "said")
_NDJSON = {"content-type": "application/x-ndjson"}
# A version that is older than the index's: what is there is newer, as it should be.
_OLDER = 409
_ABSENT = 404
# The products refuse a request of 100 MiB.
_LARGEST = 16 * 1024 * 1024
_PAUSES = (0.5, 1, 2, 4, 8, 16, 30, 30, 30)


class SearchIndex:
    """Holds each article once, by its id; its version is its place in the topic.

    So a batch that is sent again changes nothing, and no older version takes a newer one's place.

    Args:
        wanted: The server and index; the secret is an API key.
        patience: Seconds to wait for a server that is away.
    """

    batch = 500
    current = True

    def __init__(self, wanted: SinkOptions, *, patience: float = PATIENCE) -> None:
        parts = urlsplit(wanted.target.address)
        host = parts.netloc.rpartition("@")[2]
        self._server = urlunsplit((parts.scheme, host, "", "", ""))
        self._index = parts.path.strip("/")
        self._where = wanted.target.shown
        auth = None
        if parts.username is not None:
            auth = (unquote(parts.username), unquote(parts.password or ""))
        self._headers = {"authorization": f"ApiKey {wanted.secret}"} if wanted.secret else {}
        self._posting = HttpSender(self._where, wanted.stop, patience=patience, auth=auth)

    def open(self) -> None:
        """Create the index where it is missing."""
        answer = self._send("HEAD", f"/{self._index}")
        if answer.status_code == _ABSENT:
            body = codec.encode_json({"mappings": mappings()})
            kind = {"content-type": "application/json"}
            answer = self._send("PUT", f"/{self._index}", body=body, headers=kind)
        # Another process may have created it between the two.
        if not answer.is_success and "resource_already_exists" not in answer.text:
            raise SinkError(refusal(answer), where=self._where)

    def write(self, batch: EventBatch) -> Written:
        """Send a batch; what the index has no room for now is sent again."""
        waiting = {event.id: event for event in current(batch.events)}
        refused: list[str] = []
        for pause in (*_PAUSES, None):
            again: dict[str, Event] = {}
            for part in parts_of([lines_of(event) for event in waiting.values()]):
                for name, status, why in self._bulk(part):
                    if status in PASSING:
                        again[name] = waiting[name]
                    elif status != _OLDER:
                        refused.append(f"{waiting[name].ce_id}: {status} {why}")
            if not again:
                return Written(refused=tuple(refused))
            waiting = again
            if pause is not None:
                self._posting.pause(pause)
        raise SinkError(f"it takes {len(waiting)} articles not for now", where=self._where)

    def close(self) -> None:
        """Close the connection."""
        self._posting.close()

    def _bulk(self, body: bytes) -> list[tuple[str, int, str]]:
        answer = self._send("POST", f"/{self._index}/_bulk", body=body, headers=_NDJSON)
        if not answer.is_success:
            raise SinkError(refusal(answer), where=self._where)
        try:
            return outcomes(codec.decode_json(answer.content))
        except (CodecError, KeyError, TypeError, AttributeError) as error:
            raise SinkError("its answer is none of a search index", where=self._where) from error

    def _send(
        self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Any:  # noqa: ANN401 - an answer of httpx
        sent = self._headers | (headers or {})
        return self._posting.send(method, self._server + path, body=body, headers=sent)


def mappings() -> dict[str, Any]:
    """Return what the index is told of our fields; what it is not told of, it does not index."""
    properties = _properties(ARTICLES)
    for table in TABLES[1:]:
        inner = {name: kind for name, kind in _properties(table).items() if name != "article_id"}
        properties[_field(table)] = {"properties": inner}
    return {"dynamic": False, "properties": properties}


def lines_of(event: Event) -> bytes:
    """Return the two lines of an article in a bulk request; one where it is gone."""
    about = {"_id": event.id, "version": event.offset, "version_type": "external_gte"}
    if event.document is None:
        return codec.encode_json({"delete": about}) + b"\n"
    rows = rows_of(event)
    document: dict[str, Any] = _object(ARTICLES, rows[ARTICLES.name][0])
    for table in TABLES[1:]:
        found = [_object(table, row) for row in rows.get(table.name, ())]
        document[_field(table)] = found
        for each in found:
            del each["article_id"]
    return codec.encode_json({"index": about}) + b"\n" + codec.encode_json(document) + b"\n"


def parts_of(lines: list[bytes], largest: int = _LARGEST) -> list[bytes]:
    """Return the requests that hold `lines`, none over `largest` but those of a single article."""
    parts: list[list[bytes]] = []
    size = largest
    for each in lines:
        if size + len(each) > largest:
            parts.append([])
            size = 0
        parts[-1].append(each)
        size += len(each)
    return [b"".join(part) for part in parts]


def outcomes(answer: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Return id, status and reason of each article that was not taken."""
    found = []
    for item in answer["items"]:
        (facts,) = item.values()
        if (error := facts.get("error")) is None:
            continue  # done, or a document to delete that was not there
        why = error if isinstance(error, str) else f"{error.get('type')}: {error.get('reason')}"
        found.append((facts["_id"], int(facts["status"]), " ".join(why.split())[:200]))
    return found


def _field(table: SinkTable) -> str:
    return table.name.removeprefix("news_")


def _properties(table: SinkTable) -> dict[str, Any]:
    return {
        name: _READ if name in _READ_COLUMNS else _TYPES[kind]
        for name, kind in table.columns.items()
    }


def _object(table: SinkTable, row: tuple[Cell, ...]) -> dict[str, Any]:
    return dict(zip(table.columns, row, strict=True))
