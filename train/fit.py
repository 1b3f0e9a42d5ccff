"""Fits boosted trees to rows and writes them as dehusk reads them (src/engine/model_reader.cc says the form).

Which columns a model uses is decided by a first, small fit on all of them: the ones that gain most.
"""
import dataclasses

import lightgbm
import numpy

UNIT = 256  # leaves are whole numbers, this many to a unit of log-odds


@dataclasses.dataclass(frozen=True)
class Recipe:
    trees: int
    leaves: int
    columns: int           # at most 255
    learning_rate: float = 0.1
    rows_per_leaf: int = 100
    thresholds: int = 63   # of a column, at most


def parameters(recipe, threads):
    return {
        "objective": "cross_entropy", "verbose": -1, "seed": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": threads, "learning_rate": recipe.learning_rate, "num_leaves": recipe.leaves, "max_depth": 10,
        "min_data_in_leaf": recipe.rows_per_leaf, "lambda_l2": 5.0, "feature_fraction": 0.3, "bagging_fraction": 0.8,
        "bagging_freq": 1, "max_bin": recipe.thresholds, "feature_pre_filter": False,
    }


def boost(values, labels, weights, recipe, trees, threads):
    rows = lightgbm.Dataset(values, labels, weight=weights, free_raw_data=True)
    return lightgbm.train(parameters(recipe, threads), rows, trees)


def fit(data, mask, weights, recipe, threads=1):
    """(model, columns) fitted to the rows that `mask` picks."""
    rows = numpy.nonzero(mask)[0]
    labels, weights = data.labels[rows], weights[rows]
    first = boost(data.values[rows], labels, weights, recipe, max(20, recipe.trees // 5), threads)
    gain = first.feature_importance("gain")
    columns = numpy.sort(numpy.argsort(-gain, kind="stable")[:recipe.columns])
    columns = columns[gain[columns] > 0]
    return boost(data.values[numpy.ix_(rows, columns)], labels, weights, recipe, recipe.trees, threads), columns


def predict(model, columns, values):
    """P(wanted) of rows."""
    return model.predict(values[:, columns], num_threads=1)


def below(threshold):
    """The largest float32 that is no larger: `value <= threshold` asks the same of float32 values."""
    narrow = numpy.float32(threshold)
    return numpy.nextafter(narrow, numpy.float32(-numpy.inf)) if narrow > threshold else narrow


def write(model, columns, features, head, about):
    """The model as text; `head` is "html article" and the like, `about` lines for its head."""
    trees = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
    thresholds = {}
    for tree in trees:
        collect(tree, thresholds)
    used = sorted(thresholds)
    order = {column: sorted(thresholds[column]) for column in used}
    place = {column: i for i, column in enumerate(used)}
    bins = {column: {value: i for i, value in enumerate(values)} for column, values in order.items()}
    lines = [f"model {head}"] + [f"about {line}" for line in about] + ["base 0"]
    for column in used:
        lines.append(f"feature {features[columns[column]]} " + " ".join(f"{value:.9g}" for value in order[column]))
    for tree in trees:
        words = []
        spell(tree, place, bins, words)
        lines.append("tree " + " ".join(words))
    return "\n".join(lines) + "\n"


def collect(node, thresholds):
    if "split_feature" in node:
        thresholds.setdefault(node["split_feature"], set()).add(below(node["threshold"]))
        collect(node["left_child"], thresholds)
        collect(node["right_child"], thresholds)


def spell(node, place, bins, words):
    if "split_feature" not in node:
        words.append(f"={round(node['leaf_value'] * UNIT)}/{max(1, node.get('leaf_count', 1))}")
        return
    column = node["split_feature"]
    words.append(f"{place[column]}.{bins[column][below(node['threshold'])]}")
    spell(node["left_child"], place, bins, words)
    spell(node["right_child"], place, bins, words)
