#!/usr/bin/env python3
"""Runs every fuzz target for its share of the time: fuzz/run.py MINUTES [TARGET...]

Builds with clang into build/fuzz, runs each target on two cores from fuzz/corpus/TARGET, keeps what is new in
build/fuzz/corpus/TARGET and prints what was run. Of html, which holds twins against each other, one of the two runs without
sanitizers (build/fuzz_fast), five times as often. An input that breaks something is kept in fuzz/crashes (git
ignores it) and makes the exit status 1; mended, it belongs into fuzz/corpus/TARGET."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "fuzz"
FAST_BUILD = ROOT / "build" / "fuzz_fast"
FAST_TARGETS = {"html"}
CRASHES = ROOT / "fuzz" / "crashes"
WORKERS = 2
# The longest input that is worth its time, in bytes. A text that all built-in rules are tried on is slow.
TARGETS = {"text_reader": 1024, "rule_loader": 2048, "pattern": 512, "twins": 1024, "builtin": 512,
           "html": 1024, "selector": 512, "warc": 1024}


def build(folder, targets, *more):
    """A build folder of its own: everything in it is instrumented."""
    if not (folder / "build.ninja").exists():
        clang = shutil.which("clang++-14") or shutil.which("clang++") or sys.exit("run.py: there is no clang++")
        compiler = f"ccache {clang}" if shutil.which("ccache") else clang
        options = ["-Dfuzzers=true", "-Dtests=false", "-Ddebug=true", *more]
        subprocess.run(["meson", "setup", str(folder), str(ROOT), *options], check=True, stdout=sys.stderr,
                       env={**os.environ, "CXX": compiler})
    programs = [f"fuzz/fuzz_{target}" for target in targets]
    subprocess.run(["ninja", "--quiet", "-C", str(folder), *programs], check=True, stdout=sys.stderr)


def command(folder, target, seconds, corpus, artifacts):
    dictionary = ROOT / "fuzz" / "dict" / f"{target}.dict"
    options = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2000", "-print_final_stats=1",
               f"-max_len={TARGETS[target]}", "-report_slow_units=5", f"-artifact_prefix={artifacts}/",
               "-entropic=0"]  # its bookkeeping took half of the time (measured)
    if target == "builtin":
        options.append("-detect_leaks=0")  # rules are compiled when a line first needs them, and stay
    if dictionary.exists():
        options.append(f"-dict={dictionary}")
    return [str(folder / "fuzz" / f"fuzz_{target}"), str(corpus), str(ROOT / "fuzz" / "corpus" / target), *options]


def run(target, seconds):
    """Returns how often the target ran, and for each input that broke it what the program said."""
    environment = {**os.environ, "ASAN_OPTIONS": "malloc_context_size=3:quarantine_size_mb=16"}
    corpus = BUILD / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    logs, running = [], []
    for worker in range(WORKERS):
        artifacts = BUILD / "artifacts" / f"{target}-{worker}"
        shutil.rmtree(artifacts, ignore_errors=True)
        artifacts.mkdir(parents=True)
        logs.append((BUILD / f"{target}-{worker}.log", artifacts))
        folder = FAST_BUILD if worker > 0 and target in FAST_TARGETS else BUILD
        with open(logs[-1][0], "wb") as log:
            running.append(subprocess.Popen(command(folder, target, seconds, corpus, artifacts), stdout=log,
                                            stderr=subprocess.STDOUT, env=environment))
    executions, broken = 0, []
    for process, (log, artifacts) in zip(running, logs):
        status = process.wait()
        said = log.read_text(errors="replace")
        counted = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
        executions += int(counted[1]) if counted else 0
        # Of inputs that were only slow, libFuzzer says so and goes on.
        found = [path for path in artifacts.iterdir() if not path.name.startswith("slow-unit")]
        if status != 0 or found:
            broken.append((found, reason(said), log))
    return executions, broken


def reason(said):
    """The line of a log that tells what went wrong."""
    for sign in (r"Assertion .+", r"what\(\): +(.+)", r"runtime error: .+", r"SUMMARY: .+", r"ERROR: .+"):
        if match := re.search(sign, said):
            return match[0]
    return "no reason in the log"


def keep(target, found):
    """Copies an input to fuzz/crashes, under a name that says which target it breaks."""
    CRASHES.mkdir(exist_ok=True)
    kept = CRASHES / f"{target}-{found.name}"
    shutil.copyfile(found, kept)
    return kept.relative_to(ROOT)


def main(words):
    targets = words[1:] or list(TARGETS)
    unknown = [target for target in targets if target not in TARGETS]
    if not words or unknown:
        sys.exit(f"usage: fuzz/run.py MINUTES [TARGET...]; targets are {', '.join(TARGETS)}")
    seconds = max(1, round(float(words[0]) * 60 / len(targets)))
    build(BUILD, targets, "-Doptimization=1")
    if fast := sorted(FAST_TARGETS.intersection(targets)):
        build(FAST_BUILD, fast, "-Doptimization=2", "-Dfuzz_sanitizers=false")
    total, failed = 0, False
    for target in targets:
        executions, broken = run(target, seconds)
        total += executions
        corpus = len(list((BUILD / "corpus" / target).iterdir()))
        print(f"{target:12} {executions:9} executions in {seconds} s, {corpus} new inputs", flush=True)
        for found, why, log in broken:
            failed = True
            print(f"{target:12} broken: {why}; {log.relative_to(ROOT)}")
            for path in found:
                print(f"{target:12}   {keep(target, path)}")
    print(f"{'all':12} {total:9} executions")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
