#!/usr/bin/env python3
"""Peak memory for one large text: 1 GB (1e9 bytes) streamed to `dehusk --no-model -`, output to /dev/null.

The text is prose of the gold pages (2.4 MB of it, over and over), cut into lines of exactly 10, 20, 60, 100 or 400 bytes, LF
counted, and written to a pipe as dehusk reads, so that no file is mapped in its place. Peak is the largest resident set
(ru_maxrss from wait4), divided by the input's bytes. The bound is 3 times the input for lines of 60 bytes and more; for
shorter ones the figure is reported, since every line costs its entry whatever its length. Exit status must be 0.
"""
import argparse
import os
import sys

import gold
import report
import run

BLOCK = 2_400_000  # bytes of different prose before it repeats; a multiple of every length


def prose():
    """The start of the gold texts as one line of UTF-8."""
    return " ".join("\n".join(gold.texts().values())[:2 * BLOCK].split()).encode()


def make_block(stream, length):
    """Prose in lines of exactly `length` bytes: no line starts or ends in a space."""
    lines = (stream[at:at + length - 1] for at in range(0, BLOCK // length * (length - 1), length - 1))
    whole = (line.decode("utf-8", "ignore").strip().encode() for line in lines)  # no half characters
    return b"".join(line.ljust(length - 1, b".") + b"\n" for line in whole)


def peak_of(command, block, size):
    """The Run for `size` bytes of such blocks on standard input."""
    reader, writer = os.pipe()
    os.set_inheritable(writer, False)
    with open(os.devnull, "wb") as null:
        pid = run.start(command, reader, null.fileno())
    os.close(reader)
    left = size
    try:
        with open(writer, "wb", buffering=0) as pipe:
            while left:
                left -= pipe.write(block[:left])
    except BrokenPipeError:
        pass  # its exit status tells
    return run.finish(pid)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=10**9, metavar="N", help="size of the text (default: 1e9)")
    report.add_arguments(parser)
    args = parser.parse_args()
    command = [report.need(args.dehusk), "--no-model", "-"]
    stream = prose()
    table = report.Table(f"peak memory, {args.bytes / 1e6:,.0f} MB on standard input, in sizes of the input")
    for length in (400, 100, 60, 20, 10):
        size = args.bytes - args.bytes % length
        result = peak_of(command, make_block(stream, length), size)
        if result.status:
            sys.exit(f"lines of {length} bytes: exit status {result.status}; command: {run.shown(command)}")
        table.add(f"memory, lines of {length} bytes", result.peak / size, at_most=3.0 if length >= 60 else None, digits=2,
                  note=f"{result.peak / 1e6:,.0f} MB, {result.cpu:.1f} s CPU")
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
