"""The same stages over files, without a broker; `enrich` is the public call."""

from pipeline.offline.run import enrich

__all__ = ["enrich"]
