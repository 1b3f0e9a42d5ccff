"""Run a program and read what it cost from wait4: CPU time and peak memory. Standard library only.

CPU time is user plus system time of that process alone: not of a shell, of the reader of its output or of this script. Where
runs are compared they are interleaved (A B A B ...), and a bound is put on the median, so that a slow moment of the machine
meets both. ru_maxrss starts at what the parent held when it forked, so this script must stay small to measure small figures.
"""
import collections
import hashlib
import os
import shlex
import statistics
import sys

Run = collections.namedtuple("Run", "status cpu peak")  # exit status, seconds, bytes


def environment():
    """The environment without what changes dehusk's or rg's rules."""
    return {key: value for key, value in os.environ.items() if key not in ("DEHUSK_RULES", "RIPGREP_CONFIG_PATH")}


def start(command, stdin, stdout):
    """The pid of a child whose standard input and output are these descriptors."""
    actions = [(os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1)]
    return os.posix_spawnp(command[0], [str(word) for word in command], environment(), file_actions=actions)


def finish(pid):
    _, status, usage = os.wait4(pid, 0)
    return Run(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def from_file(command, path, sink=os.devnull):
    """Run once with a file as standard input."""
    with open(path, "rb") as stdin, open(sink, "wb") as stdout:
        return finish(start(command, stdin.fileno(), stdout.fileno()))


def from_bytes(command, data):
    """Run once with a few bytes (at most a pipe's worth, 64 KiB) as standard input."""
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    with open(os.devnull, "wb") as stdout:
        try:
            return finish(start(command, reader, stdout.fileno()))
        finally:
            os.close(reader)


def digest(command, path):
    """(Run, SHA-256, size, line ends) of the output; for checks, not for times."""
    hashed, size, lines = hashlib.sha256(), 0, 0
    reader, writer = os.pipe()
    with open(path, "rb") as stdin:
        pid = start(command, stdin.fileno(), writer)
    os.close(writer)
    with open(reader, "rb", buffering=0) as output:
        while block := output.read(1 << 20):
            hashed.update(block)
            size += len(block)
            lines += block.count(b"\n")
    return finish(pid), hashed.hexdigest(), size, lines


def interleaved(runs, makers):
    """{name: [Run]}: each of makers ({name: function}) runs once a round, in turn, the first round not counted."""
    found = {name: [] for name in makers}
    for number in range(runs + 1):
        for name, make in makers.items():
            result = make()
            if result.status:
                sys.exit(f"{name}: exit status {result.status}")
            if number:
                found[name].append(result)
    return found


def median_cpu(results):
    return statistics.median(result.cpu for result in results)


def shown(command):
    return shlex.join(str(word) for word in command)
