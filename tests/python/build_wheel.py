#!/usr/bin/env python3
"""Builds the Python package as pip does, `pip wheel .`, but in folders that stay, and with the tools of python_test.txt:

    build/python           what meson compiles; with the flags of the release build, whose objects ccache has
    build/python/wheel     the wheel
    build/python/site      the wheel unpacked: PYTHONPATH for tests and benchmarks

Prints the last of these.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import venv_of  # noqa: E402

BUILD = ROOT / "build" / "python"
SITE = BUILD / "site"
REQUIREMENTS = pathlib.Path(__file__).resolve().parent / "python_test.txt"


def main():
    python = venv_of.python_with(REQUIREMENTS)
    wheels = BUILD / "wheel"
    for folder in (wheels, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    settings = {"build-dir": BUILD, "setup-args": "-Db_ndebug=false", "compile-args": f"-j{len(os.sched_getaffinity(0))}"}
    environment = {"CXX": "ccache g++", **os.environ, "CCACHE_NOHASHDIR": "1",
                   "PATH": f"{python.parent}:{os.environ['PATH']}"}
    subprocess.run([python, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation",
                    "--wheel-dir", wheels, *(f"--config-settings={key}={value}" for key, value in settings.items()), ROOT],
                   check=True, env=environment, stdout=sys.stderr)
    wheel, = wheels.glob("dehusk-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(SITE)
    print(SITE.relative_to(ROOT))


if __name__ == "__main__":
    main()
