// SPDX-License-Identifier: Apache-2.0
#include "scan/catalog_visitor.h"

#include <string>
#include <vector>

#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/claims.h"

namespace batten::scan {
namespace {

class CatalogVisitor final : public image::LayerVisitor {
 public:
  std::uint64_t wanted(std::string_view path) override { return packages::wanted_bytes(path); }

  void file(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) override {
    for (const packages::Cataloger* cataloger : packages::find_catalogers(path)) {
      if (content.size() > cataloger->max_bytes) continue;
      Result<void> parsed = cataloger->parse(path, content, facts, notes);
      if (!parsed) {
        notes.push_back({base::Note::Kind::kSkipped, base::printable(path), parsed.error().message, ""});
      }
    }
  }
};

}  // namespace

std::unique_ptr<image::LayerVisitor> make_catalog_visitor() { return std::make_unique<CatalogVisitor>(); }

void prepare_catalogers() { (void)packages::wanted_bytes("etc/os-release"); }

std::vector<std::string> exact_claims() {
  std::vector<std::string> out;
  for (const packages::Cataloger* cataloger : packages::all_catalogers()) {
    for (std::string_view claim : cataloger->claims) {
      if (!claim.contains('*') && !claim.contains('?')) out.emplace_back(claim);
    }
  }
  return out;
}

}  // namespace batten::scan
