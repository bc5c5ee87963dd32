"""A small process between us and a program: the program never outlives us, even kill -9'ed.

Run as a file, with the standard library alone: `guard.py GRACE COMMAND...`. It starts the
command, prints its process id, and ends it (TERM, after GRACE seconds KILL) when its own standard
input closes, its parent is gone, or it is told to stop. The guard's own death by kill -9 takes
the command with it where the system is Linux.

Why not from our own process: Linux ties the death signal to the *thread* that started the
program, and ours may start it from any; and a forked worker that holds our end of the pipe open
would keep the program alive.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys

# Linux's PR_SET_PDEATHSIG.
_DEATH_SIGNAL = 1
# Seconds between two looks at the parent and the program.
_LOOK = 0.2


def _die_with_guard() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _parent_is_there(parent: int) -> bool:
    if os.getppid() != parent:
        return False
    readable, _, _ = select.select([0], [], [], _LOOK)
    return not (readable and os.read(0, 1) == b"")


def guard(grace: float, command: list[str]) -> int:
    """Run `command` for as long as our parent is there; return its exit status.

    Args:
        grace: Seconds that the command has to end after TERM.
        command: The program and its arguments.
    """
    parent = os.getppid()
    # The guard is one thread, so what runs between fork and exec is safe.
    child = subprocess.Popen(  # noqa: S603 - the command is our own parent's
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        preexec_fn=_die_with_guard,  # noqa: PLW1509 - one thread
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: child.terminate())
    os.write(1, f"{child.pid}\n".encode())
    while child.poll() is None:
        if not _parent_is_there(parent):
            child.terminate()
            try:
                child.wait(grace)
            except subprocess.TimeoutExpired:
                child.kill()
            break
    return child.wait()


if __name__ == "__main__":
    sys.exit(abs(guard(float(sys.argv[1]), sys.argv[2:])))
