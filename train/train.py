#!/usr/bin/env python3
"""./dev train: the article models, from wcxb-dev alone.

For each of five folds by registered domain (bench/folds.py) and for all pages together: two models, html page and text page. Leaves .cache/models/fold0.model to fold4.model, which have not seen the pages of their fold, and final.model, for
bench/score_model.py; copies the final ones to rules/model/html.model and text.model. Same data, same versions: the same files.

  html page      all pages; the main content of any page. `--for article` asks it too, with another decoding
  text page      lines of the pages turned to text: by three tools whole, by three tools' idea of the article, and the gold text

--only html|text trains those; --quick makes fold 0 and no more; --reuse takes what was measured last (.cache/train) as it is;
--stamp trains nothing and writes the scores of what was trained last into the heads of the shipped files.
--jobs N fits at a time, one thread each.
"""
import argparse
import concurrent.futures
import json
import pathlib
import pickle
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-train"
REQUIREMENTS = ROOT / "train" / "requirements.txt"
CACHE = ROOT / ".cache" / "train"
MODELS = ROOT / ".cache" / "models"
SHIPPED = ROOT / "rules" / "model"
FINAL = "final"
sys.path[:0] = [str(ROOT / "train"), str(ROOT / "bench")]


def make_venv():
    stamp = VENV / "requirements.txt"
    if stamp.exists() and stamp.read_bytes() == REQUIREMENTS.read_bytes():
        return
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", VENV], check=True)
    subprocess.run([VENV / "bin/pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", REQUIREMENTS], check=True)
    stamp.write_bytes(REQUIREMENTS.read_bytes())


def html_documents():
    import gold
    import inputs
    folder = inputs.folder("wcxb", "html")
    return [(row["id"], folder / f"{row['id']}.html", row["main_content"] or "") for row in gold.rows("wcxb")]


def text_documents():
    """Each page turned to text by three tools; three extractors' texts; the gold text."""
    import gold
    import inputs
    found = []
    for row in gold.rows("wcxb"):
        for source in text_sources():
            found.append((row["id"], inputs.folder("wcxb", source) / f"{row['id']}.txt", row["main_content"] or ""))
    return found


def text_sources():
    import extract_peers
    return [*extract_peers.WHOLE_PAGE, *extract_peers.TOOLS, "gold"]


def share(source, document):
    """How much document number `document` counts: of whole pages as text there are three that are much alike."""
    import extract_peers
    return 1 / 3 if source == "text" and text_sources()[document % len(text_sources())] in extract_peers.WHOLE_PAGE else 1


def read_half(job):
    import dataset
    build, documents, options = job
    return dataset.read(build, documents, options)


def read(build, documents, options, jobs):
    """Data of the documents, measured by several processes."""
    import dataset
    step = (len(documents) + jobs - 1) // jobs
    parts = [(build, documents[i:i + step], options) for i in range(0, len(documents), step)]
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        return dataset.join(list(pool.map(read_half, parts)))


def read_or_reuse(source, args, documents, options):
    file = CACHE / f"{source}.pickle"
    if args.reuse and file.exists():
        return pickle.loads(file.read_bytes())
    data = read(args.build, documents(), options, args.jobs)
    CACHE.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps(data, protocol=5))
    return data


DATA = {}  # what forked workers see


def fit_one(job):
    import fit
    kind, fold, recipe, about = job
    data, rows = DATA[kind]
    mask = rows["live"]
    if fold != FINAL:
        mask = mask & (rows["fold"] != fold)
    model, columns = fit.fit(data, mask, rows["weight"], recipe)
    return kind, fold, fit.write(model, columns, data.features, kind, about)


def rows_of(data, source):
    """What is asked of each row besides its features."""
    import folds
    import numpy
    import weights
    fold_of = folds.read()
    pages = data.page_of_row()
    return {
        "live": data.removed < 0.999,
        "fold": numpy.array([fold_of[document.name] for document in data.documents])[pages],
        "weight": weights.of_rows(data) * numpy.array([share(source, i) for i in range(len(data.documents))])[pages],
    }


def recipes():
    from fit import Recipe
    return {
        "html page": Recipe(trees=300, leaves=63, columns=200, learning_rate=0.07),
        "text page": Recipe(trees=250, leaves=63, columns=90),
    }


def stamp(args):
    """Writes what bench/score_model.py measures, out of fold, into the heads of the shipped models."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run([sys.executable, ROOT / "bench/score_model.py", "--dehusk", f"{args.build}/dehusk", "--json", report.name])
        if done.returncode not in (0, 1):  # 1: a bound is missed
            return done.returncode
        rows = json.loads(pathlib.Path(report.name).read_text())["rows"]
    for source, words in (("html", ("wcxb-dev --for", "articles of", "news-a --for")), ("text", ("whole page", "nearly clean", "gold as text"))):
        scores = [f"about out of fold: {row['name']} {row['figure']:.4f}" for row in rows if row["name"].startswith(words)]
        file = SHIPPED / f"{source}.model"
        lines = [line for line in file.read_text().split("\n") if not line.startswith("about out of fold: ")]
        last = max(i for i, line in enumerate(lines) if line.startswith("about "))
        file.write_text("\n".join(lines[:last + 1] + scores + lines[last + 1:]))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--only", choices=["html", "text"])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--stamp", action="store_true")
    parser.add_argument("--reuse", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    if pathlib.Path(sys.prefix).resolve() != VENV.resolve():
        make_venv()
        return subprocess.run([VENV / "bin/python", __file__, *sys.argv[1:]]).returncode

    if args.stamp:
        return stamp(args)
    import folds
    import lightgbm
    started = time.time()
    say = lambda what: print(f"{time.time() - started:6.0f} s  {what}", file=sys.stderr, flush=True)
    chosen = {kind: recipe for kind, recipe in recipes().items() if args.only in (None, kind.split()[0])}
    jobs = []
    for source, documents, options in (("html", html_documents, ["--as", "html"]), ("text", text_documents, ["--as", "text"])):
        if args.only not in (None, source):
            continue
        data = read_or_reuse(source, args, documents, options)
        rows = rows_of(data, source)
        say(f"{source}: {len(data.words)} rows of {len(data.documents)} documents, {len(data.features)} features")
        for kind, recipe in chosen.items():
            if kind.split()[0] != source:
                continue
            DATA[kind] = data, rows
            about = [f"made by ./dev train from wcxb-dev, {len(data.documents)} documents, {len(data.words)} rows",
                     f"{recipe.trees} trees of {recipe.leaves} leaves, {recipe.columns} columns; LightGBM {lightgbm.__version__}"]
            jobs += [(kind, fold, recipe, about) for fold in ([0] if args.quick else [*range(folds.COUNT), FINAL])]
    found = {}
    import multiprocessing
    with concurrent.futures.ProcessPoolExecutor(args.jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        for kind, fold, text in pool.map(fit_one, jobs):
            found[kind, fold] = text
            say(f"{kind}, {'all pages' if fold == FINAL else f'without fold {fold}'}: {len(text) / 1000:.0f} kB")
    write(found, args)
    say("done")
    return 0


def write(found, args):
    MODELS.mkdir(parents=True, exist_ok=True)
    for (kind, fold), text in found.items():
        part = MODELS / f"{'final' if fold == FINAL else f'fold{fold}'}.{kind.replace(' ', '-')}.part"
        part.write_text(text)
    for name in {"final" if fold == FINAL else f"fold{fold}" for _, fold in found}:
        parts = sorted(MODELS.glob(f"{name}.*.part"))
        (MODELS / f"{name}.model").write_text("".join(part.read_text() for part in parts))
    if args.quick:
        return
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for source in ("html", "text"):
        parts = sorted(MODELS.glob(f"final.{source}-*.part"))
        if parts:
            (SHIPPED / f"{source}.model").write_text("".join(part.read_text() for part in parts))


if __name__ == "__main__":
    sys.exit(main())
