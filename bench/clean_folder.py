"""Clean many documents with one run of dehusk: a folder in, a folder and a report of the removed ranges out.

The folder is the working directory and is named ".", so that the tree is mirrored the same way however dehusk spells paths.
"""
import collections
import json
import pathlib
import subprocess
import sys

# rule: "file:id"; line: 1-based; begin, end: 0-based bytes of the UTF-8 source, half-open; text: those bytes, decoded
Removed = collections.namedtuple("Removed", "rule line begin end text")


def write(documents, folder):
    """documents: {relative path: text}."""
    for name, text in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def clean(dehusk, source, target, level="normal"):
    """Clean the folder source as text with rules alone into target. {relative path: [Removed]} for all files of target.

    A range that several rules took counts for each of them ("also"), for it is there that a rule's own effect shows; ranges
    without a rule (white space that the writer drops) are left out."""
    target.mkdir(parents=True)
    report = target.parent / (target.name + ".removed.jsonl")
    command = [dehusk, "--no-model", "--as", "text", "--level", level, "-q", "-r", "-d", target, "--removed", report, "."]
    result = subprocess.run(command, cwd=source)
    if result.returncode:
        sys.exit(f"dehusk: exit status {result.returncode} on {source}")
    sources = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    lost = sources - {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    if lost:
        sys.exit(f"dehusk: wrote no output for {len(lost)} of {len(sources)} files, {min(lost)} first")
    return read_removed(report, source, sources)


def read_removed(report, source, names):
    found = {name: [] for name in sorted(names)}
    name, content = None, b""
    with open(report, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not record.get("rule"):
                continue
            if record["path"] != name:
                name = record["path"]
                key = pathlib.PurePosixPath(name)
                key = (key.relative_to(source) if key.is_absolute() else key).as_posix()
                content = (source / key).read_bytes()
            begin, end = record["begin"], record["end"]
            for rule in (record["rule"], *record.get("also", ())):
                found[key].append(Removed(rule, record["line"], begin, end, content[begin:end].decode("utf-8", "replace")))
    return found


def read(folder, names):
    """{relative path: text} of cleaned files."""
    return {name: (folder / name).read_bytes().decode("utf-8") for name in names}
