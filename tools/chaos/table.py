"""The table of runs in docs/reliability.md: one row a run, the newest last."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tools.chaos.runs import Report

HEAD = (
    "| fault | seed | commit | records | lost | waiting | doubles (raw) | other content "
    "| wrong counts | unknown links | stories | first output, s | others, s | verdict |"
)


def row(report: Report, commit: str) -> str:
    """Return the row of a run."""
    told = report.account
    first = report.stops.affected
    cells = (
        report.fault,
        report.seed,
        commit,
        f"{report.acknowledged:,}",
        report.lost,
        report.waiting,
        f"{told.doubles} ({told.doubles_raw})",
        len(told.differing),
        len(told.wrong_counts),
        len(told.unknown_links),
        "" if told.agreement is None else f"{told.agreement:.4f}",
        f"{median(first):.1f} / {max(first):.1f}" if first else "",
        f"{report.stops.others:.1f}" if first else "",
        "right" if report.is_clean() else "**wrong**",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def append(page: Path, line: str) -> None:
    """Add a row behind the last one of the table.

    Raises:
        ValueError: The page has no such table.
    """
    lines = page.read_text("utf-8").splitlines()
    at = lines.index(HEAD) + 2
    while at < len(lines) and lines[at].startswith("|"):
        at += 1
    lines.insert(at, line)
    page.write_text("\n".join(lines) + "\n", "utf-8")


def line(report: Report) -> str:
    """Return the last line of a run: its figures, and whether one of them is wrong."""
    told = report.account
    first = report.stops.affected
    figures = [
        f"{report.acknowledged} acknowledged",
        f"{report.lost} lost",
        f"{report.waiting} waiting",
        f"{told.doubles} doubles ({told.doubles_raw} raw)",
        f"{len(told.differing)} with other content",
        f"{len(told.wrong_counts)} wrong counts",
        f"{len(told.unknown_links)} unknown links",
        f"{told.both} both, {told.wrong_end} ended wrong, {told.strangers} strangers",
    ]
    if told.agreement is not None:
        figures.append(f"stories {told.agreement:.4f}")
    if first:
        figures.append(f"first output {median(first):.1f}/{max(first):.1f} s")
        figures.append(f"others {report.stops.others:.1f} s")
    if report.left:
        figures.append(f"{report.left} times a worker ended by itself")
    if report.drained:
        figures.append(f"drained in {max(report.drained):.1f} s")
    figures += [f"error: {error}" for error in report.errors[:3]]
    verdict = "right" if report.is_clean() else "WRONG"
    name = f"{report.fault} seed {report.seed}"
    return f"{verdict}: {name}: {', '.join(figures)} ({report.seconds:.0f} s)"
