"""Run a command until it has said something, stop it by Ctrl-C: `until_said.py WORDS -- COMMAND`."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

_SECONDS = 120


def main() -> int:
    """Return 0 once it has said the words and then ended as Ctrl-C lets it (0 or 130)."""
    words, _, *command = sys.argv[1:]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    late = threading.Timer(_SECONDS, process.kill)
    late.start()
    said = False
    assert process.stdout is not None
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            if words in line and not said:
                said = True
                process.send_signal(signal.SIGINT)
        code = process.wait()
    finally:
        late.cancel()
        process.kill()
    return 0 if said and code in (0, 130) else 1


if __name__ == "__main__":
    sys.exit(main())
