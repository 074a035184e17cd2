// SPDX-License-Identifier: Apache-2.0
//
// Joins the two rooms that do not know each other: the layer pass (image) offers files, the catalogers (packages) read them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "image/layer_pass.h"

namespace batten::scan {

// Builds the table of claims, and whatever the catalogers' libraries open on first use, before there is a worker.
void prepare_catalogers();
// leak_key: for the fingerprints of secrets, which are then looked for in every file (leaks::Patterns::all() must be there); empty: not.
std::unique_ptr<image::LayerVisitor> make_catalog_visitor(const std::string& leak_key);
// Claims that name one path: links from there are followed.
std::vector<std::string> exact_claims();

}  // namespace batten::scan
