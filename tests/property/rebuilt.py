"""The raw text put together again from what became of it, as a consumer would."""

from pipeline.text.assembly import Assembly


def rebuild(assembly: Assembly) -> dict[int, str]:
    """Return every piece of raw text by its raw start: what the parts say the raw text was."""
    found = {h.start: h.text for h in assembly.head}
    found.update({r.start: r.text for r in assembly.removed})
    for body_start, raw_start, length in assembly.map:
        if length:
            found[raw_start] = assembly.body[body_start : body_start + length]
    return found
