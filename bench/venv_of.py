"""A Python with what a script needs from PyPI: a virtual environment, made anew when the list of packages changes."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def python_with(requirements):
    """The interpreter of .cache/venv/NAME, in which the packages of bench/NAME.txt are installed."""
    folder = ROOT / ".cache" / "venv" / requirements.stem
    python, stamp = folder / "bin" / "python", folder / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != requirements.read_bytes():
        print(f"installing {requirements.relative_to(ROOT)} into {folder.relative_to(ROOT)}", file=sys.stderr)
        base = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
        if subprocess.run([base, "-m", "venv", "--clear", folder]).returncode:
            sys.exit("cannot make a virtual environment; on Debian: apt-get install python3-venv")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", requirements],
                       check=True)
        stamp.write_bytes(requirements.read_bytes())
    return python


def run_inside(requirements):
    """Runs this script again with that interpreter, unless that is what runs it."""
    python = python_with(requirements)
    if pathlib.Path(sys.prefix) != python.parent.parent:
        os.execv(python, [str(python), *sys.argv])
