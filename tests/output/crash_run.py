"""A process of its own that dies at the n-th thing it does to the file system; driven by `test_output_crash.py`.

    python crash_run.py FOLDER write|open

For n = 1, 2, ... it puts the folder into the state to start from, forks a child that writes or opens a run there and
dies before its n-th operation, and prints what a reader then finds, until a child gets through.
"""

import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path

from claimtable.folder.store import STAGING, new_run, open_run
from schemas import OutputError

EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.listdir",
    "os.scandir",
    "shutil.rmtree",
    "os.truncate",
}


def write(folder: Path, word: str, names: tuple[str, ...]) -> None:
    with new_run(folder) as run:
        for name in names:
            run.path(name).write_text(f"{word} {name}")
        run.commit(rows={}, summary={"word": word})


def write_old(folder: Path) -> None:
    write(folder, "old", ("a.csv", "b.csv", "gone.csv"))


def write_new(folder: Path) -> None:
    write(folder, "new", ("a.csv", "b.csv", "fresh.csv"))


def dies(job: object, folder: Path, step: int) -> bool:
    """Whether the job, done in a child, dies before its n-th operation on the file system."""
    child = os.fork()
    if child == 0:
        left = step

        def watch(event: str, _: object) -> None:
            nonlocal left
            if event in EVENTS:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        job(folder)  # type: ignore[operator]
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def found(folder: Path) -> str:
    """What a reader finds: the word of the run, or the contradiction."""
    run = open_run(folder)
    word = str(run.manifest.summary["word"])
    for name in run.manifest.names():
        if run.read(name).decode() != f"{word} {name}":
            return f"{name} is not of the {word} run"
    files = {path.name for path in folder.iterdir()} - {"manifest.json", "notes.txt"}
    if files != set(run.manifest.names()):
        return f"{word} run with {sorted(files)}"
    return word if (folder / "notes.txt").read_text() == "mine" else "notes.txt was touched"


def start(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    write_old(folder)


def crash_while_writing(folder: Path) -> None:
    step, died = 0, True
    while died:
        step += 1
        start(folder)
        died = dies(write_new, folder, step)
        print(step, found(folder))


def crash_while_recovering(folder: Path) -> None:
    """Die in the switch, then in every step of the recovery from it."""
    switch = next(step for step in range(1, 10_000) if _dies_in_switch(folder, step))
    step, died = 0, True
    while died:
        step += 1
        start(folder)
        dies(write_new, folder, switch)
        died = dies(open_run, folder, step)
        with contextlib.suppress(OutputError):
            print(step, found(folder))


def _dies_in_switch(folder: Path, step: int) -> bool:
    start(folder)
    dies(write_new, folder, step)
    return (folder / STAGING / "journal.json").exists() and not (folder / "manifest.json").exists()


if __name__ == "__main__":
    {"write": crash_while_writing, "open": crash_while_recovering}[sys.argv[2]](Path(sys.argv[1]))
