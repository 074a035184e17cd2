// SPDX-License-Identifier: Apache-2.0
#include "scan/image_leaks.h"

#include <utility>

#include "image/layer_tree.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"

namespace batten::scan {
namespace {

using Where = model::LeakPlace::Where;

class OfConfig {
 public:
  OfConfig(const std::string& key, std::vector<model::Leak>& out) : search_(leaks::Patterns::all(), key), out_(out) {}

  void text(Where where, std::string_view name, std::string_view text, std::uint32_t number) {
    base::Notes notes;
    for (model::Leak& leak : search_.search(name, text, notes)) {
      leak.place.where = where;
      leak.place.path = name;
      leak.place.line = number;
      leak.place.column = 0;
      leak.readable_by = "whoever can pull or inspect the image";
      if (where == Where::kVariable) leak.readable_by += ", and every process of its containers";
      out_.push_back(std::move(leak));
    }
  }

 private:
  leaks::FileSearch search_;
  std::vector<model::Leak>& out_;
};

}  // namespace

std::vector<model::Leak> image_leaks(std::vector<model::LayerFacts>& facts, const std::vector<model::LayerInfo>& layers,
                                     const model::ImageConfig& config, const std::string& fingerprint_key) {
  std::vector<model::Leak> out;
  OfConfig of_config(fingerprint_key, out);
  for (const std::string& variable : config.env) of_config.text(Where::kVariable, variable.substr(0, variable.find('=')), variable, 0);
  for (const auto& [name, value] : config.labels) of_config.text(Where::kLabel, name, name + "=" + value, 0);
  std::uint32_t step = 0;
  for (const model::HistoryEntry& entry : config.history) {
    ++step;
    of_config.text(Where::kHistory, "history", entry.created_by, step);
    of_config.text(Where::kHistory, "history", entry.comment, step);
  }

  image::LayerTree tree(facts);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    for (model::Leak& leak : facts[i].leaks) {
      leak.place.layer_index = static_cast<std::uint32_t>(i + 1);
      leak.place.layer = facts[i].diff_id;
      if (i < layers.size()) leak.place.created_by = layers[i].created_by;
      leak.place.removed = tree.owner(leak.place.path) != i;
      out.push_back(std::move(leak));
    }
    facts[i].leaks.clear();
  }
  return out;
}

}  // namespace batten::scan
