"""Run dehusk on a set out of fold and judge each document; results are kept in .cache/scores. Standard library only.

A program is a dehusk binary and a folder of models, or None for rules alone. On wcxb-dev the documents of fold K are cleaned with
foldK.model, which has not seen their sites; on news-a all are cleaned with final.model. Results are found again by what made
them: the bytes of binary and models, the options, the input."""
import collections
import functools
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

import figures
import folds
import gold
import inputs
import rule_effect
import run
import unpack_pages

CACHE = pathlib.Path(__file__).resolve().parent.parent / ".cache" / "scores"
VERSION = "1"  # of what judge() returns

# name: what the tables call it; kind: "wcxb" or "news"; source: see inputs.py; options: dehusk's, with a model; page_type: only
# pages of that type
Measure = collections.namedtuple("Measure", "name kind source options page_type", defaults=((), None))
Program = collections.namedtuple("Program", "dehusk models")


def model_of(program, fold):
    """The model file for a fold, None for the one that was trained on all of wcxb-dev."""
    return program.models / ("final.model" if fold is None else f"fold{fold}.model")


def missing_models(program):
    """The first model file that is not there, or None."""
    files = [model_of(program, fold) for fold in (None, *range(folds.COUNT))] if program.models else []
    return next((path for path in files if not path.exists()), None)


def groups(program, measure):
    """[(model file or None, [NAME])]: the runs that a measure takes."""
    rows = unpack_pages.names(measure.kind)
    names = [name for name, row in rows.items() if measure.page_type in (None, row.get("page_type"))]
    if not program.models:
        return [(None, names)]
    if measure.kind == "news":
        return [(model_of(program, None), names)]
    fold_of = folds.read()
    return [(model_of(program, fold), [name for name in names if fold_of[name] == fold]) for fold in range(folds.COUNT)]


def label(program, measure):
    """What a table calls the measure: rules alone know no task."""
    return measure.name if program.models else measure.name.split(" --for ")[0] + ", rules alone"


def options_of(measure, model):
    """dehusk's options but the model's file; rules alone know no task."""
    options = list(measure.options)
    if model is None and "--for" in options:
        at = options.index("--for")
        del options[at:at + 2]
    return options if model else ["--no-model", *options]


def command(program, measure, model):
    return [program.dehusk, "-q", "--jsonl", *(["--model", model] if model else []), *options_of(measure, model)]


def clean(program, measure):
    """{NAME: cleaned text}; ends the script where dehusk does not clean every document."""
    folder, found = inputs.folder(measure.kind, measure.source), {}
    with tempfile.TemporaryDirectory(prefix="dehusk-score-") as work:
        out = pathlib.Path(work) / "out.jsonl"
        for model, names in groups(program, measure):
            line = [*command(program, measure, model), "-o", out, *(inputs.file_name(name, measure.source) for name in names)]
            result = subprocess.run(line, cwd=folder, env=run.environment())
            if result.returncode:
                sys.exit(f"exit status {result.returncode} of: {run.shown(line[:-len(names)])} ... in {folder}")
            with open(out, encoding="utf-8") as lines:
                texts = {pathlib.PurePath(record["path"]).stem: record["text"] for record in map(json.loads, lines)}
            if texts.keys() != set(names):
                sys.exit(f"{len(names)} files but {len(texts)} records from: {run.shown(line[:-len(names)])}")
            found.update(texts)
    return found


def judge(measure, text, row):
    """One document's result; "text" tells whether two runs wrote the same."""
    result = {"text": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]}
    if measure.kind == "news":
        found, lost, wrong = gold.snippets(text, row)
        p, r, f1 = figures.precision_recall(found, lost, wrong)
        return {"p": p, "r": r, "f1": f1, "found": found, "lost": lost, "wrong": wrong, **result}
    p, r, f1 = gold.score.word_f1(text, row["main_content"])
    if measure.source == "gold":
        words = rule_effect.words(row["main_content"] or "")
        result.update(words=words.total(), survive=(words & rule_effect.words(text)).total())
    return {"p": p, "r": r, "f1": f1, **result}


@functools.lru_cache(maxsize=None)
def file_digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def key(program, measure):
    """Names everything that a result depends on; the measure's name is no part of it."""
    parts = [VERSION, inputs.digest(measure.kind, measure.source), measure.page_type, file_digest(program.dehusk)]
    for model, names in groups(program, measure):
        parts += [options_of(measure, model), model and file_digest(model), names]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def results(program, measure):
    """{NAME: result}, in the order of the set."""
    stored = CACHE / f"{measure.kind}-{measure.source}-{key(program, measure)}.json"
    if stored.exists():
        return json.loads(stored.read_text())
    texts, rows = clean(program, measure), unpack_pages.names(measure.kind)
    found = {name: judge(measure, texts[name], row) for name, row in rows.items() if name in texts}
    stored.parent.mkdir(parents=True, exist_ok=True)
    partial = stored.with_suffix(".part")
    partial.write_text(json.dumps(found))
    partial.replace(stored)
    return found


def before(kind, tool):
    """{NAME: result} of a tool's texts as they are, before dehusk."""
    measure = Measure("", kind, tool)
    stored = CACHE / f"{kind}-{tool}-before-{VERSION}-{inputs.digest(kind, tool)}.json"
    if not stored.exists():
        rows = unpack_pages.names(kind)
        found = {name: judge(measure, text, rows[name]) for name, text in inputs.texts(kind, tool).items()}
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(json.dumps(found))
    return json.loads(stored.read_text())


def f1(kind, found):
    """The set's figure, as score.py has it."""
    return figures.news_f1(found.values()) if kind == "news" else figures.mean(page["f1"] for page in found.values())
