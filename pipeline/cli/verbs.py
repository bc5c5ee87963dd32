"""The verbs of `news`, and the import of the one that was asked for.

Models and word lists of the stages take a second to load: `news --help` must not.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import typer

VERBS: dict[str, str] = {
    "demo": "Start a broker and the pipeline, and show what it does",
    "run": "Run workers against a broker",
    "publish": "Send articles: txt, html, json, jsonl, directories",
    "feed": "Poll RSS, Atom and JSON feeds, and send what is new",
    "serve": "Take articles over HTTP: POST /articles",
    "consume": "Print enriched articles as they come",
    "web": "The live page: news, entities over time, stories, the pipeline",
    "rejected": "What failed and why; send it again, copy it, drop it",
    "trace": "Every record of one article, on every topic",
    "replay": "Raw records of a range through the stages again",
    "lag": "How far workers are behind, and what was rejected lately",
    "enrich": "The same stages over files, without a broker",
    "recognize": "Names and values of plain text",
    "explain": "One article line by line: kept or removed, and why",
    "export": "A topic as JSON Lines",
    "import": "JSON Lines of `export` back to a topic",
    "links": "Boilerplate links that were learnt, and an operator's word",
    "schema": "The schemas of what is on the topics; lines held against them",
    "topics": "Create or check the topics",
    "bench": "How fast the stages are here, and what --accurate costs",
    "doctor": "What is missing here, and how to mend it",
}
"""Verb: its line of help."""


def app_of(verb: str) -> typer.Typer:  # noqa: C901, PLR0912 - a table of imports
    """Return what runs `verb`; the imports of the other verbs are spared."""
    match verb:
        case "demo":
            from pipeline.cli.demo import app
        case "run":
            from pipeline.cli.run import app
        case "publish":
            from pipeline.cli.publish import app
        case "feed":
            from pipeline.cli.feed import app
        case "serve":
            from pipeline.cli.serve import app
        case "consume":
            from pipeline.cli.consume import app
        case "web":
            from pipeline.cli.web import app
        case "rejected":
            from pipeline.cli.rejected import app
        case "trace":
            from pipeline.cli.trace import app
        case "lag":
            from pipeline.cli.lag import app
        case "replay":
            from pipeline.cli.replay import app
        case "export":
            from pipeline.cli.copies import export_app as app
        case "import":
            from pipeline.cli.copies import import_app as app
        case "enrich":
            from pipeline.cli.enrich import app
        case "recognize":
            from pipeline.cli.recognize import app
        case "explain":
            from pipeline.cli.explain import app
        case "links":
            from pipeline.cli.links import app
        case "schema":
            from pipeline.cli.schema import app
        case "topics":
            from pipeline.cli.topics import app
        case "bench":
            from pipeline.cli.bench import app
        case "doctor":
            from pipeline.cli.doctor import app
        case _:
            raise AssertionError(verb)
    return app
