#!/usr/bin/env python3
"""Runs the examples of documents: python3 readme_examples.py BINARY DOCUMENT.md...

    ```text file=NAME       the block is written to NAME first (any language, folders are made)
    ```console              "$ command" is run, the lines below it are all it prints, to both streams; a line "..." stands
                            for any lines, "..." at the end of a line for any rest of it; "\" at the end of
                            a command goes on in the next line
    ```toml                 a whole rule file: `dehusk lint` finds no error in it
    ```toml fragment        a part of one: left alone

The blocks of a document share one folder, in their order; `dehusk` is BINARY there. The last line is
`N passed, N failed`; exit 1 if an example failed or none was found.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HANG = 600  # seconds until a command counts as hanging

FENCE = re.compile(r"^( *)(`{3,})([^`]*)$")


class Block:
    def __init__(self, line, info):
        self.line = line  # 1-based, of its first line of content
        words = info.split()
        self.language = words[0] if words else ""
        self.attributes = words[1:]
        self.lines = []

    def file(self):
        names = [word.removeprefix("file=") for word in self.attributes if word.startswith("file=")]
        return names[0] if names else None

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks_of(text):
    """The fenced blocks of a Markdown text."""
    block, indent, ticks = None, "", ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if block is None:
            if fence:
                indent, ticks, info = fence.groups()
                block = Block(number + 1, info)
        elif fence and len(fence[2]) >= len(ticks) and not fence[3].strip():
            yield block
            block = None
        else:
            block.lines.append(line.removeprefix(indent))
    if block is not None:
        raise SystemExit(f"line {block.line - 1}: a fenced block without an end")


def examples_of(block):
    """(line, command, expected lines) of each command of a console block."""
    examples = []
    for number, line in enumerate(block.lines, block.line):
        if examples and examples[-1][1].endswith("\\") and not examples[-1][2]:
            at, command, _ = examples[-1]
            examples[-1] = (at, command[:-1] + line.removeprefix("> "), [])
        elif line.startswith("$ "):
            examples.append((number, line[2:], []))
        elif examples:
            examples[-1][2].append(line)
        else:
            examples.append((number, "false", [f"(output before the first command: {line})"]))
    return examples


def pattern_of(line):
    if line == "...":
        return "(?:.*\n)*"
    if line.endswith("..."):
        return re.escape(line[:-3]) + ".*\n"
    return re.escape(line) + "\n"


def fits(expected, output):
    """Whether the output is the expected lines."""
    pattern = "".join(map(pattern_of, expected))
    if output and not output.endswith("\n"):
        output += "\n"
    return re.fullmatch(pattern, output) is not None


class Run:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.passed = self.failed = 0

    def count(self, place, good, told):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {place}\n{told}", flush=True)

    def shell(self, command, folder):
        """What a command prints in the folder `work` of `folder`."""
        env = {"PATH": f"{folder / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["bash", "-c", command], cwd=folder / "work", env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=HANG)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def console(self, name, block, folder):
        for line, command, expected in examples_of(block):
            _, output = self.shell(command, folder)
            told = "".join(f"    {part}\n" for part in ["$ " + command, *expected, "---- printed:", *output.splitlines()])
            self.count(f"{name}:{line}", fits(expected, output), told)

    def rule_file(self, name, block, folder):
        (folder / "rules.toml").write_text(block.text(), encoding="utf-8")
        code, output = self.shell("dehusk lint ../rules.toml", folder)
        self.count(f"{name}:{block.line}", code == 0, output)

    def document(self, path):
        with tempfile.TemporaryDirectory(prefix="dehusk-readme-") as name:
            folder = pathlib.Path(name)
            (folder / "work").mkdir()
            (folder / "bin").mkdir()
            (folder / "bin/dehusk").symlink_to(self.binary)
            for block in blocks_of(path.read_text(encoding="utf-8")):
                if block.file():
                    target = folder / "work" / block.file()
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(block.text(), encoding="utf-8")
                elif block.language == "console":
                    self.console(path, block, folder)
                elif block.language == "toml" and "fragment" not in block.attributes:
                    self.rule_file(path, block, folder)


def main():
    if len(sys.argv) < 3:
        raise SystemExit("usage: readme_examples.py BINARY DOCUMENT.md...")
    run = Run(sys.argv[1])
    for document in sys.argv[2:]:
        run.document(pathlib.Path(document))
    if run.passed + run.failed == 0:
        run.count(" ".join(sys.argv[2:]), False, "no example was found\n")
    print(f"{run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
