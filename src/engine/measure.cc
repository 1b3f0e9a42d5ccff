#include "engine/measure.h"

#include "engine/document_features.h"
#include "engine/page_features.h"

namespace dehusk {

void measure_page(const Document& doc, const PageMeta& meta, MeasureScratch* scratch, FeatureTable* table) {
  count_page(doc, meta, &scratch->rows);
  build_container_tree(doc, scratch->rows, &scratch->tree);
  table->reset(scratch->rows.size(), kFeatureCount);
  fill_document_features(scratch->rows, table);
  fill_page_features(doc, scratch->rows, scratch->tree, table);
}

void measure_lines(const Document& doc, Span lines, uint32_t tongues, MeasureScratch* scratch, FeatureTable* table) {
  count_lines(doc, lines.begin, lines.end, tongues, &scratch->rows);
  table->reset(scratch->rows.size(), kTextFeatures);
  fill_document_features(scratch->rows, table);
}

}  // namespace dehusk
