"""How much a row counts in training: scores are means over pages, so a word of a short page weighs more."""
import numpy


def of_rows(data):
    """((words + 2) / (gold words + 20 + 0.3 page words))^0.75; found best in a study (MODEL.md)."""
    pages = data.page_of_row()
    gold = numpy.array([document.gold_words for document in data.documents])[pages]
    words = numpy.array([document.words for document in data.documents])[pages]
    return ((data.words + 2) / (gold + 20 + 0.3 * words)) ** 0.75
