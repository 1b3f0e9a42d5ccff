"""The manual and the completions tell what the binary does; the runner of the READMEs' examples can fail."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

import command_harness
from command_harness import PAGE, CommandTest, environment

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "share/man/dehusk.1"
COMPLETIONS = ROOT / "share/completions"
COMMANDS = ("", "explain", "test", "lint", "select", "features", "rules", "stats", "new", "help", "version")
WITH_HELP = COMMANDS[:-2]  # of their own
CATEGORIES = {"ad", "ticker", "cross-link", "related", "navigation", "byline", "dateline", "caption", "legal", "subscribe",
              "share", "comment", "cookie", "promo", "other"}
LEVELS = {"safe", "normal", "aggressive"}

LONG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


class DocumentTest(CommandTest):
    def options_of(self, command):
        """The long options that the help of a command offers."""
        text = self.dehusk(*command.split(), "--help").out.decode()
        found = set(re.findall(r"^  (?:-\w, )?(--[a-z][a-z-]*)", text, re.M))
        self.assertLess({"--quiet", "--verbose", "--help"}, found)
        return found

    def all_options(self):
        return set().union(*(self.options_of(command) for command in WITH_HELP))

    def packs(self):
        names = re.findall(r"(?m)^(\S+)  \(", self.dehusk("rules").out.decode())
        self.assertIn("news/en", names)
        return set(names)

    def binary_in_path(self):
        """A folder for PATH, where the binary is `dehusk`."""
        folder = self.root / "bin"
        folder.mkdir()
        (folder / "dehusk").symlink_to(command_harness.BINARY)
        return f"{folder}:{os.environ['PATH']}"


class Manual(DocumentTest):
    def test_options(self):
        text = MANUAL.read_text()
        told = {"--" + name for name in re.findall(r"^\.It (?:Fl \w , )?Fl -([a-z][a-z-]*)", text, re.M)}
        self.assertEqual(told, self.all_options())
        mentioned = {"--" + name for name in re.findall(r"Fl -([a-z][a-z-]*)", text)} | set(LONG.findall(text))
        self.assertEqual(mentioned - told - {"--help"}, set())

    def test_short_options(self):
        helped = set()
        for command in WITH_HELP:
            helped |= set(re.findall(r"^  -(\w), (--[a-z-]+)", self.dehusk(*command.split(), "--help").out.decode(), re.M))
        told = {(short, "--" + name) for short, name in re.findall(r"^\.It Fl (\w) , Fl -([a-z-]+)", MANUAL.read_text(), re.M)}
        self.assertEqual(told, helped)

    def test_commands_categories_and_codes(self):
        text = MANUAL.read_text()
        for command in COMMANDS[1:]:
            self.assertRegex(text, rf"(?m)^\.It Cm {command}\b")
        for word in CATEGORIES | LEVELS:
            self.assertRegex(text, rf"(?m)^\.Cm (?:.* )?{word}\b")
        for name in ("DEHUSK_RULES", "NO_COLOR"):
            self.assertIn(f".It Ev {name}\n", text)
        for code in range(4):
            self.assertRegex(text, rf"(?m)^\.It {code}$")

    def test_examples_run(self):
        examples = re.findall(r"^\.Dl \$ (.*)$", MANUAL.read_text(), re.M)
        self.assertGreater(len(examples), 8)
        self.write("page.txt")
        self.write("page.html", '<html><p>The ferry stays.<ul><li><a href="/a">Fares</a></ul><p><a href="/b">More</a>')
        self.write("pages/a.txt")
        self.write("pages/b/c.txt")
        env = environment({"PATH": self.binary_in_path()})
        for example in examples:
            done = subprocess.run(["bash", "-c", example], cwd=self.folder, env=env, capture_output=True,
                                  timeout=command_harness.HANG)
            self.assertEqual((done.returncode, done.stderr), (0, b""), example)
        self.assertEqual(self.read("pages/a.txt.bak"), PAGE)

    def test_it_is_sound(self):
        checks = {"groff": ["groff", "-ww", "-mdoc", "-Tutf8", "-z"], "mandoc": ["mandoc", "-Tlint", "-Wwarning"]}
        found = [name for name in checks if shutil.which(name)]
        if not found:
            self.skipTest("neither groff nor mandoc is here")
        for name in found:
            done = subprocess.run([*checks[name], MANUAL], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""), name)


class Completions(DocumentTest):
    def setUp(self):
        super().setUp()
        for name in ("a.txt", "b c.toml", "folder/d.txt"):
            self.write(name)
        self.env = environment({"PATH": self.binary_in_path(), "HOME": str(self.root)})

    def shell(self, *command):
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True,
                              timeout=command_harness.HANG)
        self.assertEqual((done.returncode, done.stderr), (0, ""), command)
        return done.stdout.splitlines()

    def bash(self, *words):
        """What bash offers for the last word."""
        script = """source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                    _dehusk dehusk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                    ((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"; true"""
        return set(self.shell("bash", "--norc", "-c", script, str(COMPLETIONS / "dehusk.bash"), "dehusk", *words))

    def fish(self, *words):
        line = " ".join(["dehusk", *words])
        script = 'source "$argv[1]"; complete -C "$argv[2]"'
        lines = self.shell("fish", "--no-config", "-c", script, str(COMPLETIONS / "dehusk.fish"), line)
        return {line.split("\t")[0] for line in lines}

    def check(self, complete):
        """What bash and fish have in common."""
        for command in WITH_HELP:
            words = [command] if command else []
            offered = {word for word in complete(*words, "--") if word.startswith("--")}
            self.assertEqual(offered, self.options_of(command), command)
        self.assertLess(set(COMMANDS[1:]), complete(""))
        self.assertIn("a.txt", complete(""))
        self.assertEqual(complete("ex"), {"explain"})
        self.assertEqual(complete("--level", ""), LEVELS)
        self.assertEqual(complete("explain", "--level", "a"), {"aggressive"})
        self.assertEqual(complete("--only", ""), CATEGORIES)
        self.assertEqual(complete("--skip", "ad,c"), {"ad," + name for name in CATEGORIES if name.startswith("c")})
        self.assertEqual(complete("--use", ""), self.packs() | {"all"})
        self.assertEqual(complete("--as", ""), {"auto", "html", "text"})
        self.assertEqual(complete("--for", ""), {"article", "page"})
        self.assertEqual(complete("--to", ""), {"text", "markdown", "html"})
        self.assertEqual(complete("lint", "--format", ""), {"text", "json", "sarif", "github"})
        self.assertEqual(complete("explain", "--color", ""), {"auto", "always", "never"})
        self.assertEqual(complete("new", ""), {"site"})
        self.assertEqual(complete("help", ""), set(COMMANDS[1:]))
        self.assertIn("b c.toml", {word.replace("\\", "") for word in complete("lint", "")})
        self.assertEqual(complete("rules", ""), set())

    def test_bash(self):
        self.check(self.bash)
        self.assertEqual(self.bash("lint", ""), {"b c.toml", "folder"})
        self.assertEqual(self.bash("--level", "=", "s"), {"safe"})
        self.assertEqual(self.bash("--level", "="), LEVELS)
        self.assertEqual(self.bash("-d", ""), {"folder"})

    def test_fish(self):
        if not shutil.which("fish"):
            self.skipTest("fish is not here")
        self.check(self.fish)
        self.assertEqual(self.fish("--only=ad,b"), {"--only=ad,byline"})

    def test_words_of_zsh_and_fish(self):
        # Where the shells are not here their files are read.
        for name, option in (("_dehusk", r"(?<![\w-])--([a-z][a-z-]*)"), ("dehusk.fish", r" -l ([a-z][a-z-]*)")):
            text = (COMPLETIONS / name).read_text()
            code = "\n".join(line for line in text.splitlines() if not line.strip().startswith(("#", "set ")))
            offered = {"--" + word for word in re.findall(option, code)}
            self.assertEqual(offered, self.all_options(), name)
            for word in CATEGORIES | LEVELS | set(COMMANDS[1:]):
                self.assertRegex(code, rf"(?<![\w-]){word}(?![\w-])", name)
            self.assertIn("rules --json", code)

    def test_zsh(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not here")
        self.shell("zsh", "-f", "-n", str(COMPLETIONS / "_dehusk"))
        script = """fpath=("$1" $fpath); autoload -U compinit; compinit -u -D; print $_comps[dehusk]"""
        self.assertEqual(self.shell("zsh", "-f", "-c", script, "zsh", str(COMPLETIONS)), ["_dehusk"])


class ReadmeExamples(CommandTest):
    """tests/readme_examples.py on documents of which the outcome is known."""

    GOOD = """
# Title

```text file=in/a.txt
The harbour opens at nine.
Advertisement
```

- in a list:

  ```console
  $ dehusk in/a.txt
  The harbour opens at nine.
  $ cat in/a.txt | \\
  > dehusk none.txt - ; echo $?
  dehusk: none.txt: No such file or directory
  The harbour opens at nine.
  3
  $ seq 9
  1
  ...
  9
  $ dehusk --version
  dehusk ...
  $ printf 'no line end'
  no line end
  $ true
  ```

```toml
name = "whole"
```
```toml fragment
[[remove]]
```
```sh
exit 1
```
"""

    def examples(self, text, last, code):
        document = self.root / "README.md"
        document.write_text(text)
        done = subprocess.run([sys.executable, ROOT / "tests/readme_examples.py", command_harness.BINARY, document],
                              env=environment(None), capture_output=True, text=True, timeout=command_harness.HANG)
        self.assertEqual((done.stdout.splitlines()[-1], done.returncode), (last, code), done.stdout + done.stderr)
        return done.stdout

    def test_examples_that_are_true(self):
        self.examples(self.GOOD, "7 passed, 0 failed", 0)

    def test_examples_that_are_not(self):
        bad = {
            "```console\n$ echo a\nb\n```": "README.md:2",
            "```console\n$ echo a\n```": "README.md:2",
            "```console\n$ true\na\n```": "README.md:2",
            "```console\n$ seq 9\n1\n...\n8\n```": "README.md:2",
            "```console\n$ echo a b\na...\nb\n```": "README.md:2",
            "```toml\nnam = 'x'\n```": "unknown key",
            "no example": "no example was found",
        }
        for text, words in bad.items():
            with self.subTest(text):
                self.assertIn(words, self.examples(text + "\n", "0 passed, 1 failed", 1))
        self.examples(self.GOOD.replace("  9\n", "  10\n"), "6 passed, 1 failed", 1)
