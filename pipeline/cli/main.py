"""The program `news`: find the verb, run it, turn every fault into one line and an exit code."""

from __future__ import annotations

import logging
import os
import sys
import traceback

import typer

from pipeline import __version__
from pipeline.cli.reader import ReaderGoneError, flush
from pipeline.cli.verbs import VERBS, app_of
from pipeline.errors import PipelineError

# Exit codes, the same for every verb (docs/cli.md); a broker's, 3, is in `pipeline.errors`.
OK, SOME_REJECTED, USAGE, INTERRUPTED = 0, 1, 2, 130

# typer carries its own copy of click; this is the base of its usage errors under either name.
_ClickError: type[Exception] = next(
    c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the program on `arguments` (the process's own when None) and return its exit code."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    debug = _take(args, "--debug")
    try:
        return _dispatch(args)
    except _ClickError as error:
        return _say(_usage_line(args, error), USAGE, debug=debug)
    except PipelineError as error:
        return _say(str(error), error.exit_code, debug=debug)
    except (KeyboardInterrupt, ReaderGoneError) as error:
        return _stopped(error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}", USAGE, debug=debug)
    except Exception as error:  # noqa: BLE001 - the last boundary: a person gets a line, not a stack
        kind = type(error).__name__
        line = f"{kind}: {error} (a bug: run again with --debug and report it)"
        return _say(line, SOME_REJECTED, debug=debug)


def _dispatch(args: list[str]) -> int:
    verb = args[0] if args else "--help"
    if verb in ("--help", "-h", "help"):
        sys.stdout.write(_help())
        return OK
    if verb == "--version":
        sys.stdout.write(f"news {__version__}\n")
        return OK
    if verb not in VERBS:
        near = [name for name in VERBS if name[:2] == verb[:2]]
        hint = f"Did you mean `news {near[0]}`?" if near else "See `news --help`"
        return _say(f"news has no verb {verb!r}. {hint}", USAGE, debug=False)
    _start_log()
    code = app_of(verb)(args=args[1:], prog_name=f"news {verb}", standalone_mode=False)
    flush()
    return code if isinstance(code, int) else OK


def _stopped(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    # What is still in the buffer goes nowhere, without a word.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _take(args: list[str], flag: str) -> bool:
    """Remove `flag` from before a `--` in `args` and say whether it was there."""
    end = args.index("--") if "--" in args else len(args)
    if flag not in args[:end]:
        return False
    args.remove(flag)
    return True


def _usage_line(args: list[str], error: Exception) -> str:
    message = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    return f"{message.rstrip('.')}. See `news {args[0]} --help`"


def _say(line: str, code: int, *, debug: bool) -> int:
    """Write one line to standard error, under the stack where it was asked for."""
    # Imported here: `news --help` loads no settings.
    from pipeline.settings import logs_json  # noqa: PLC0415
    from pipeline.worker.logs import written  # noqa: PLC0415

    error = sys.exc_info()[1] if debug else None
    if error is not None and not logs_json():
        traceback.print_exc()
    sys.stderr.write(written(" ".join(line.split()), logging.ERROR, exception=error) + "\n")
    return code


def _start_log() -> None:
    # Imported here: see above.
    from pipeline.worker.logs import log_verb  # noqa: PLC0415

    log_verb()


def _help() -> str:
    verbs = "\n".join(f"  {name:<10} {line}" for name, line in VERBS.items())
    return f"""news: clean, deduplicate and enrich Chinese news, on Kafka or on files

Usage: news VERB [OPTIONS] ...

{verbs}

Options, with any verb:
  --help     What the verb takes, with an example
  --debug    The whole stack when something fails
  --version  Print the version and end (without a verb)

Example: news explain examples/texts/harbour-web.txt

Exit codes: 0 all well; 1 some articles were rejected; 2 usage or input; 3 broker
Settings are read from the environment (NEWS_...): docs/operations.md
"""
