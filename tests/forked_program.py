"""Runs of the program in processes forked from one that has imported what it imports: each a real one, but soon begun.

As a script, the process they are forked from: a run per line of standard input, its exit code in answer.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

Program = Callable[..., "subprocess.CompletedProcess[str]"]
PATIENCE = 120  # seconds


@contextmanager
def forked_program() -> Iterator[Program]:
    """A function that runs the program with some arguments, and gives what `subprocess.run` would."""
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=folder
        ) as server,
    ):

        def run(*arguments: str, cwd: Path | None = None, text: str = "") -> "subprocess.CompletedProcess[str]":
            assert server.stdin is not None
            assert server.stdout is not None
            files = [Path(folder, name) for name in ("in", "out", "err")]
            files[0].write_text(text, encoding="utf-8")
            job = {
                "arguments": arguments,
                "cwd": str(cwd or Path.cwd()),
                "env": dict(os.environ),
                "files": [str(path) for path in files],
            }
            server.stdin.write(json.dumps(job) + "\n")
            server.stdin.flush()
            code = int(server.stdout.readline())
            return subprocess.CompletedProcess(arguments, code, *(path.read_bytes().decode() for path in files[1:]))

        yield run
        assert server.stdin is not None
        server.stdin.close()


def _serve() -> None:
    import claimtable.assembling.assemble
    import claimtable.in_memory
    import claimtable.run
    import claimtable.taking.warm  # noqa: F401
    from validation.run import gx_suites

    gx_suites()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(json.loads(line))
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _run(job: Mapping[str, Any]) -> NoReturn:
    """In a forked process: be the program, as it would be at the end of an import."""
    signal.alarm(PATIENCE)
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["env"])
    for number, (path, flags) in enumerate(
        zip(job["files"], (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2), strict=True)
    ):
        os.dup2(os.open(path, flags), number)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115  what the server has read ahead is not for us
    sys.argv = ["claimtable", *job["arguments"]]
    code: Any = 1
    try:
        from claimtable.cli import main

        main(job["arguments"])
    except SystemExit as left:
        code = left.code
    except BaseException:
        traceback.print_exc()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    _serve()
