// Features of a page's blocks: of the elements around them. A few passes over blocks and the elements
// that hold them (container_tree.h), none with a search in it. O(elements + blocks log blocks).
#pragma once

#include "doc/document.h"
#include "engine/container_tree.h"
#include "engine/feature_table.h"
#include "engine/rows.h"

namespace dehusk {

/// Fills the columns from kTextFeatures on.
void fill_page_features(const Document& doc, const Rows& rows, const ContainerTree& tree,
                        FeatureTable* table);

}  // namespace dehusk
