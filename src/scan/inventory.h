// SPDX-License-Identifier: Apache-2.0
//
// From a reference to the list of what is installed: the first half of every scan.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/source.h"
#include "model/facts.h"
#include "model/image.h"
#include "model/report.h"
#include "scan/session.h"

namespace batten::scan {

struct Inventoried {
  model::SourceInfo source;
  model::ImageConfig config;
  std::map<std::string, std::string> annotations;  // of the manifest
  image::AttachedVex attached_vex;                 // may be empty
  std::vector<model::LayerInfo> layers;
  model::Inventory inventory;     // notes of everything so far are in here
  std::size_t unread_layers = 0;  // layers of which nothing is known: no result about the image can be whole
  std::size_t cached_layers = 0;
  std::uint64_t files = 0;  // entries of all layers
  bool leaks_searched = false;
  std::vector<model::Leak> leaks;  // when the session wants them
};

Result<Inventoried> take_inventory(std::string_view reference, const image::SourceOptions& options, Session& session);

}  // namespace batten::scan
