"""Write `pipeline/data/broker/kafka-jars.lock` anew: for a new version of Apache Kafka.

    python tools/lock_kafka_jars.py 4.1.1

Resolves the runtime dependencies from Maven Central into the user's cache, leaves out what a
broker of one node does not load (start one and look: `-Xlog:class+load`), and writes each jar's
coordinate and SHA-256. Run the end-to-end tests after it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from jgo.maven import Dependency, MavenContext

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "pipeline" / "data" / "broker" / "kafka-jars.lock"

# Read by nothing that kafka.Kafka or StorageTool does here: 6 MB of 43.
NOT_LOADED = {
    "commons-beanutils",
    "commons-collections",
    "commons-digester",
    "commons-logging",
    "jackson-dataformat-csv",
    "jackson-dataformat-yaml",
    "jose4j",
    "jspecify",
    "scala-reflect",
    "snakeyaml",
}


def lock(version: str) -> str:
    """Return the lines of the lock for that version of Kafka, in order."""
    maven = MavenContext()
    kafka = maven.project("org.apache.kafka", "kafka_2.13").at_version(version)
    found, transitive = maven.resolver.resolve([Dependency(kafka.artifact())])
    artifacts = [each.artifact for each in (*found, *transitive)]
    # Kafka logs through slf4j and ships no binding; this one writes to its error output.
    slf4j = next(each.version for each in artifacts if each.artifactId == "slf4j-api")
    artifacts.append(maven.project("org.slf4j", "slf4j-simple").at_version(slf4j).artifact())
    lines = [
        f"{each.groupId}:{each.artifactId}:{each.version} "
        f"{hashlib.sha256(Path(each.resolve()).read_bytes()).hexdigest()}"
        for each in artifacts
        if each.artifactId not in NOT_LOADED
    ]
    return "".join(f"{line}\n" for line in sorted(lines))


def main() -> None:
    """Keep the head of the lock file, write the rest."""
    head = [line for line in LOCK.read_text("utf-8").splitlines() if line.startswith("#")]
    LOCK.write_text("\n".join(head) + "\n" + lock(sys.argv[1]), encoding="utf-8")


if __name__ == "__main__":
    main()
