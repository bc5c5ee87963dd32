"""The real programs that judge the chart: helm renders it, kubeconform holds it against schemas.

Kubernetes' own schemas are those of the package `kubernetes-validate`; KEDA's and those of
Prometheus' operator are made of the CRDs in their Go modules. `tools/chart_tools.sh` gets them.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

CHART = ROOT / "deploy" / "helm" / "news-pipeline"
CRDS = (
    "github.com/kedacore/keda/v2@*/config/crd/bases/keda.sh_*.yaml",
    "github.com/prometheus-operator/prometheus-operator@*/jsonnet/*/servicemonitors-crd.json",
    "github.com/prometheus-operator/prometheus-operator@*/jsonnet/*/prometheusrules-crd.json",
)
KUBERNETES = ("1.27.0", "1.31.0", "1.37.0")
"""The oldest that the chart names, one between, and the newest of the schemas."""


def lacking(line: str) -> None:
    """Skip, or fail where the tools must be there."""
    required = os.environ.get("NEWS_REQUIRE_CHART_TOOLS")
    (pytest.fail if required else pytest.skip)(f"{line}: tools/chart_tools.sh brings it")


def tool(name: str) -> str:
    """Return the path of a program that Go built."""
    go = shutil.which("go")
    path = os.environ["PATH"]
    if go is not None:
        asked = subprocess.run([go, "env", "GOPATH"], capture_output=True, text=True, check=True)
        path = f"{asked.stdout.strip()}/bin{os.pathsep}{path}"
    found = shutil.which(name, path=path)
    if found is None:
        lacking(f"{name} is not installed")
    return str(found)


def run(*command: object, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def helm(verb: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return run(tool("helm"), verb, *arguments)


@functools.cache
def rendered(*arguments: object) -> str:
    """Return the objects of a release, or fail with what helm said."""
    done = helm("template", "desk", CHART, "--namespace", "press", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def objects(text: str) -> list[dict[str, Any]]:
    return [each for each in yaml.load_all(text, yaml.CSafeLoader) if each]


def schemas(folder: Path) -> Path:
    """Write Kubernetes' schemas and one of every version of every CRD; return the folder."""
    package = importlib.util.find_spec("kubernetes_validate")
    assert package is not None
    assert package.origin is not None
    for version in KUBERNETES:
        own = Path(package.origin).parent / "kubernetes-json-schema" / f"v{version}-local-strict"
        into = folder / f"v{version}"
        into.mkdir()
        for path in own.glob("*.json"):
            # They name each other by their place on a server: here they lie side by side.
            text = re.sub(r',?\s*"\$id": "[^"]*"', "", path.read_text("utf-8"))
            text = text.replace('"/api/_definitions.json', '"_definitions.json')
            (into / path.name).write_text(text, "utf-8")
    go = shutil.which("go")
    if go is None:
        lacking("go is not installed")
    asked = subprocess.run([go, "env", "GOMODCACHE"], capture_output=True, text=True, check=True)
    for pattern in CRDS:
        files = sorted(Path(asked.stdout.strip()).glob(pattern))
        if not files:
            lacking(f"no {pattern} in Go's module cache")
        for path in files:
            for crd in objects(path.read_text("utf-8")):
                _write(crd["spec"], folder)
    return folder


def conform(text: str, folder: Path, version: str, *skipped: str) -> list[dict[str, Any]]:
    """Return what kubeconform says of each object; `skipped` are kinds that no schema is had of."""
    done = run(
        tool("kubeconform"),
        "-strict",
        "-output=json",
        "-verbose",
        f"-kubernetes-version={version}",
        "-schema-location",
        f"{folder}/v{version}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
        "-schema-location",
        f"{folder}/{{{{.ResourceKind}}}}-{{{{.Group}}}}-{{{{.ResourceAPIVersion}}}}.json",
        *(("-skip", ",".join(skipped)) if skipped else ()),
        stdin=text,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)["resources"]


def _write(spec: dict[str, Any], folder: Path) -> None:
    for version in spec["versions"]:
        schema = version["schema"]["openAPIV3Schema"]
        # Of the whole object the server knows more than the CRD says.
        metadata = {"type": "object"}
        schema["properties"] |= {"metadata": metadata}
        _close(schema)
        metadata.pop("additionalProperties", None)
        name = f"{spec['names']['kind'].lower()}-{spec['group']}-{version['name']}.json"
        (folder / name).write_text(json.dumps(schema), "utf-8")


def _close(schema: Any) -> None:
    """Let nothing be there that a schema does not name: the server would drop it in silence."""
    if isinstance(schema, list):
        for each in schema:
            _close(each)
    if not isinstance(schema, dict):
        return
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields")
    if isinstance(schema.get("properties"), dict) and not open_ended:
        schema.setdefault("additionalProperties", False)
    for each in schema.values():
        _close(each)
