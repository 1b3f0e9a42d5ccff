#!/usr/bin/env python3
"""Batches: what many documents cost, and that nothing is lost.

  cores    `-j2` against `-j1` on news-a.warc.gz ten times over: elapsed time, runs interleaved, the least of each
  peers    the same archive through FastWARC and resiliparse `extract_plain_text(main_content=True)`, two processes of which each
           reads half of the copies, against `dehusk -j2`: CPU time, and elapsed time beside it
  memory   peak memory for 1 GB and 10 GB of unpacked WARC, streamed through a pipe and stored nowhere
  kill     `kill -9` at 50 random moments, then `--resume`: bytes of the output against an undisturbed run; plain and packed
           outputs, --removed, -d. And what going on costs when the run was killed at 80 % of its output
  disk     an output on a tmpfs that fills up: message, exit 3, no half file; --resume after making room
Needs ../shared/data/news-a.warc.gz; `disk` needs root.
"""
import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import report
import run
import venv_of

ROOT = report.ROOT
ARCHIVE = ROOT.parent / "shared/data/news-a.warc.gz"
NAMES = ("cores", "peers", "memory", "kill", "disk")

PEER = r"""
import sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree
size = 0
with open(sys.argv[1], "rb") as file:
    for record in ArchiveIterator(file, record_types=WarcRecordType.response):
        page = record.reader.read()
        tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
        size += len(extract_plain_text(tree, main_content=True))
print(size)
"""


def copies(folder, count):
    path = folder / f"news-{count}.warc.gz"
    if not path.exists():
        data = ARCHIVE.read_bytes()
        with open(path, "wb") as file:
            for _ in range(count):
                file.write(data)
    return path


def timed(commands):
    """(CPU, elapsed) seconds of commands that run at once; all must end with 0."""
    begin = time.monotonic()
    with open(os.devnull, "wb") as null:
        pids = [run.start(command, null.fileno(), null.fileno()) for command in commands]
    runs = [run.finish(pid) for pid in pids]
    elapsed = time.monotonic() - begin
    if any(result.status for result in runs):
        sys.exit(f"exit status {[result.status for result in runs]}: {commands}")
    return sum(result.cpu for result in runs), elapsed


def cores(table, dehusk, folder, rounds):
    path = copies(folder, 10)
    command = [dehusk, "-q", "--jsonl", "-o", folder / "cores.jsonl", path]
    one, two = [], []
    for _ in range(rounds):
        one.append(timed([[*command, "-j1"]]))
        first = (folder / "cores.jsonl").read_bytes()
        two.append(timed([[*command, "-j2"]]))
        if (folder / "cores.jsonl").read_bytes() != first:
            sys.exit("-j2 writes other bytes than -j1")
    best_one, best_two = min(e for _, e in one), min(e for _, e in two)
    table.add("-j2 against -j1, elapsed", best_one / best_two, at_least=1.85, digits=2,
              note=f"{best_one:.1f} s, {best_two:.1f} s; CPU {min(c for c, _ in one):.1f} s, {min(c for c, _ in two):.1f} s")


def peers(table, dehusk, folder, rounds):
    python = venv_of.python_with(ROOT / "bench/requirements.txt")
    half, whole = copies(folder, 5), copies(folder, 10)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(timed([[python, "-c", PEER, half], [python, "-c", PEER, half]]))
        ours.append(timed([[dehusk, "-q", "--jsonl", "-j2", "-o", folder / "peers.jsonl", whole]]))
    cpu = min(c for c, _ in ours) / min(c for c, _ in theirs)
    table.add("FastWARC + resiliparse, CPU", cpu, at_most=0.6, digits=3,
              note=f"{min(c for c, _ in ours):.1f} s against {min(c for c, _ in theirs):.1f} s")
    table.add("  elapsed", min(e for _, e in ours) / min(e for _, e in theirs), digits=3)
    plain = timed([[dehusk, "-q", "--no-model", "--jsonl", "-j2", "-o", folder / "peers.jsonl", whole]])[0]
    table.add("  by rules alone, CPU", plain / min(c for c, _ in theirs), digits=3)


def stream(command, size):
    """Peak memory with `size` bytes of unpacked WARC on standard input, packed as they are in the archive."""
    data = ARCHIVE.read_bytes()
    unpacked = int(subprocess.run(["sh", "-c", f"zcat '{ARCHIVE}' | wc -c"], capture_output=True, text=True, check=True).stdout)
    reader, writer = os.pipe()
    os.set_inheritable(writer, False)
    with open(os.devnull, "wb") as null:
        pid = run.start(command, reader, null.fileno())
    os.close(reader)
    with open(writer, "wb", buffering=0) as pipe:
        for _ in range(max(1, size // unpacked)):
            left = memoryview(data)
            while left:
                left = left[pipe.write(left):]
    return run.finish(pid)


def memory(table, dehusk, folder, rounds):
    peaks = []
    for gigabytes in (1, 10):
        result = stream([dehusk, "-q", "--jsonl", "-j2", "-o", folder / "memory.jsonl.gz", "-"], gigabytes * 10**9)
        if result.status:
            sys.exit(f"exit status {result.status}")
        peaks.append(result.peak)
        table.add(f"peak memory, {gigabytes} GB", result.peak / 1e6, at_most=300, digits=0, note=f"MB; {result.cpu:.0f} s CPU")
    table.add("  10 GB against 1 GB", peaks[1] / peaks[0], at_most=1.1, digits=2)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".dehusk-done"}


def killed(command, seconds, folder):
    """Runs until it is killed or done; whether it was killed."""
    child = subprocess.Popen([str(word) for word in command], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        child.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True


def kill(table, dehusk, folder, rounds):
    path = copies(folder, 2)
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for number in range(300):
        (pages / f"{number:03}.html").write_text(f"<p>Page {number}, of which there are many. " + "It has words. " * number * 20)
    kinds = {
        "jsonl": ["--jsonl", "-o", "out.jsonl", path],
        "zst, removed": ["--jsonl", "-o", "out.jsonl.zst", "--removed", "removed.jsonl.gz", path],
        "text": ["-o", "out.txt", path],
        "shards": ["--jsonl", "-o", "out.jsonl", "--shard-size", "2M", path],
        "folder": ["-d", "out", "-r", pages, path],
    }
    wanted, times = {}, {}
    for kind, words in kinds.items():
        where = folder / "wanted"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        begin = time.monotonic()
        subprocess.run([dehusk, "-q", *words], cwd=where, check=True)
        times[kind] = time.monotonic() - begin
        wanted[kind] = tree(where)
    chance = random.Random(6)
    equal = cuts = 0
    for number in range(50):
        kind = list(kinds)[number % len(kinds)]
        where = folder / "killed"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        command = [dehusk, "-q", *kinds[kind]]
        cuts += killed(command, chance.uniform(0, times[kind]), where)
        # Some are killed while they go on, too.
        while chance.random() < 0.3:
            killed([*command, "--resume"], chance.uniform(0, times[kind] / 2), where)
        subprocess.run([*command, "--resume"], cwd=where, check=True)
        same = tree(where) == wanted[kind]
        equal += same
        if not same:
            print(f"{kind}, run {number}: differs", file=sys.stderr)
    table.add("kill -9 and --resume, equal of 50", equal, at_least=50, digits=0, note=f"{cuts} were killed before their end")
    shutil.rmtree(folder / "killed", ignore_errors=True)
    (folder / "killed").mkdir()
    part = folder / "killed/out.jsonl.part"
    path = copies(folder, 5)
    command = [dehusk, "-q", "--jsonl", "-o", folder / "killed/out.jsonl", path]
    with open(os.devnull, "wb") as null:
        whole = run.finish(run.start(command, null.fileno(), null.fileno()))
        size = (folder / "killed/out.jsonl").stat().st_size
        (folder / "killed/out.jsonl").unlink()
        pid = run.start(command, null.fileno(), null.fileno())
        while not part.exists() or part.stat().st_size < 0.8 * size:
            time.sleep(0.002)
        os.kill(pid, signal.SIGKILL)
        run.finish(pid)
        rest = run.finish(run.start([*command, "--resume"], null.fileno(), null.fileno()))
    table.add("killed at 80 %: CPU of going on", rest.cpu / whole.cpu, at_most=0.4, digits=3,
              note=f"{rest.cpu:.2f} s of {whole.cpu:.2f} s")


def disk(table, dehusk, folder, rounds):
    if os.geteuid():
        print("disk: needs root, left out")
        return
    where = folder / "disk"
    where.mkdir()
    wanted = folder / "disk.jsonl"
    subprocess.run([dehusk, "-q", "--jsonl", "-o", wanted, ARCHIVE], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", where], check=True)
    try:
        command = [str(word) for word in (dehusk, "--jsonl", "-o", where / "out.jsonl", ARCHIVE)]
        full = subprocess.run(command, capture_output=True, text=True)
        told = "No space left on device" in full.stderr and "--resume" in full.stderr
        clean = not (where / "out.jsonl").exists()
        subprocess.run(["mount", "-o", "remount,size=20m", where], check=True)
        again = subprocess.run([*command, "--resume"], capture_output=True, text=True)
        good = again.returncode == 0 and (where / "out.jsonl").read_bytes() == wanted.read_bytes()
        table.add("full disk: message, exit 3, no half file", told and full.returncode == 3 and clean, at_least=1, digits=0,
                  note=full.stderr.strip().splitlines()[-1] if full.stderr else "")
        table.add("  --resume after making room completes", good, at_least=1, digits=0)
    finally:
        subprocess.run(["umount", where], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=NAMES, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    report.add_arguments(parser)
    args = parser.parse_args()
    dehusk = report.need(args.dehusk)
    if not ARCHIVE.exists():
        print(f"skipped: no {ARCHIVE}")
        return 0
    table = report.Table("batches")
    with tempfile.TemporaryDirectory() as folder:
        for name in args.only or NAMES:
            globals()[name](table, dehusk, pathlib.Path(folder), args.rounds)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
