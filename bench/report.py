"""The table that every measurement prints: name, figure, bound, ok or MISSED. Standard library only.

  survival normal            0.9981   >= 0.9970   ok
  linear to-end 4n/2n         2.740   <= 2.1      MISSED   96,000 lines
  speed --use all              0.93               -        aim 1.0
"""
import json
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Table:
    """Rows of one measurement, printed as they come; finish() gives the exit status."""

    def __init__(self, title):
        self.title, self.rows = title, []
        print(f"# {title}", flush=True)

    def add(self, name, figure, at_least=None, at_most=None, digits=4, note="", wrong=""):
        """One row; without a bound it is only reported. The bound is compared with the unrounded figure; what `wrong` says is
        wrong with the measurement counts as a bound missed."""
        sign, bound = (">=", at_least) if at_least is not None else ("<=", at_most)
        ok = None if bound is None else figure >= bound if sign == ">=" else figure <= bound
        if wrong:
            ok, note = False, f"{note}; WRONG: {wrong}"
        self.rows.append({"name": name, "figure": figure, "bound": None if bound is None else f"{sign} {bound:g}", "ok": ok,
                          "digits": digits, "note": note})
        limit = "" if bound is None else f"{sign} {bound:g}"
        verdict = {None: "-", True: "ok", False: "MISSED"}[ok]
        print(f"{name:<44}{figure:>14,.{digits}f}   {limit:<12}{verdict:<8}{note}".rstrip(), flush=True)

    def say(self, text):
        """Adds to the last row's note, on a line of its own where it is printed."""
        self.rows[-1]["note"] += f"; {text}"
        print(f"  {text}", flush=True)

    def finish(self, json_file=None):
        """Writes the rows to json_file if named; 1 if a bound was missed, else 0."""
        if json_file:
            pathlib.Path(json_file).write_text(json.dumps({"title": self.title, "rows": self.rows}, indent=1) + "\n")
        return 1 if any(row["ok"] is False for row in self.rows) else 0


def add_arguments(parser, binary=True):
    """--json, and for what runs it, --dehusk."""
    parser.add_argument("--json", metavar="FILE", help="write the rows there too")
    if binary:
        parser.add_argument("--dehusk", metavar="PATH", type=pathlib.Path, default=ROOT / "build/release/dehusk",
                            help="the program to measure (default: build/release/dehusk)")


def need(path):
    """The path, made absolute; ends the script with status 2 if it is not there."""
    if not path.exists():
        print(f"no {path}; build it first (./dev test) or say --dehusk PATH", file=sys.stderr)
        sys.exit(2)
    return path.resolve()


def need_tool(name, package=None):
    """Ends the script with status 2 if the program compared with is not installed."""
    if not shutil.which(name):
        print(f"no {name}; on Debian: apt-get install {package or name}", file=sys.stderr)
        sys.exit(2)
