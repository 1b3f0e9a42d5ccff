// All features of a document's blocks: what `dehusk features` prints, training reads, the model walks.
#pragma once

#include "doc/document.h"
#include "engine/container_tree.h"
#include "engine/feature_table.h"
#include "engine/rows.h"

namespace dehusk {

/// Buffers of one thread.
struct MeasureScratch {
  Rows rows;
  ContainerTree tree;
};

/// A row for each block of a page, all features; O(size of the text + elements + blocks log blocks).
void measure_page(const Document& doc, const PageMeta& meta, MeasureScratch* scratch, FeatureTable* table);

/// A row for each line of a text from `first` up to `end`, those below kTextFeatures, as if these lines
/// were all: a large text is measured part by part. `tongues` as tongues_of() says. O(size of the text).
void measure_lines(const Document& doc, Span lines, uint32_t tongues, MeasureScratch* scratch, FeatureTable* table);

}  // namespace dehusk
