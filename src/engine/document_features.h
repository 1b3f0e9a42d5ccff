// Features that plain text and pages share: of the block's own text, of what stands around it, and of
// the whole document. A few passes over the rows, none with a search in it.
#pragma once

#include "doc/document.h"
#include "engine/feature_table.h"
#include "engine/rows.h"

namespace dehusk {

/// Fills the columns below kTextFeatures. O(rows).
void fill_document_features(const Rows& rows, FeatureTable* table);

}  // namespace dehusk
