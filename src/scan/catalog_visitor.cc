// SPDX-License-Identifier: Apache-2.0
#include "scan/catalog_visitor.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/byte_source.h"
#include "base/format.h"
#include "base/text.h"
#include "leaks/directory.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"
#include "packages/cataloger.h"
#include "packages/claims.h"

namespace batten::scan {
namespace {

constexpr std::size_t kMaxLeaks = 20'000;  // of a layer

class CatalogVisitor final : public image::LayerVisitor {
 public:
  explicit CatalogVisitor(const std::string& leak_key) {
    if (!leak_key.empty()) search_.emplace(leaks::Patterns::all(), leak_key);
  }

  std::uint64_t wanted(std::string_view path) override { return packages::wanted_bytes(path); }

  image::WantedByHead wanted_by_head(const image::FileShown& file, std::string_view head) override {
    packages::Claimants claimants = packages::find_by_content(file.mode, file.size_bytes, head);
    if (!claimants.empty()) return {packages::longest_read(claimants), {}};
    if (!packages::begins_as_program(file.mode, head)) return {};
    return {0, "a program of that size is not looked into for Rust crates; it is none of Go's"};
  }
  bool may_be_wanted(std::string_view path) override { return packages::may_hold_program(path); }

  void file(const image::FileShown& file, std::string_view content, model::FileFacts& facts, base::Notes& notes) override {
    packages::Claimants claimants = packages::find_catalogers(file.path);
    for (const packages::Cataloger* cataloger : packages::find_by_content(file.mode, content.size(), content.substr(0, image::kHeadBytes)))
      claimants.add(cataloger);
    for (const packages::Cataloger* cataloger : claimants) {
      Result<void> parsed = packages::catalog(*cataloger, file.path, content, facts, notes);
      if (!parsed) note(file, parsed.error(), notes);
    }
  }

  bool wants_stream(std::string_view path) override { return streaming(path) != nullptr; }
  void stream(const image::FileShown& file, archive::ByteSource& content, model::FileFacts& facts, base::Notes& notes) override {
    Result<void> parsed = streaming(file.path)->parse_stream(file.path, content, facts, notes);
    if (!parsed) note(file, parsed.error(), notes);
  }

  bool sees_everything() override { return search_.has_value(); }
  void content_begins(const image::FileShown& file) override {
    search_->begin(file.path);
    mode_ = file.mode;
  }
  void content(std::string_view bytes) override { search_->feed(bytes); }
  void content_ends(model::LayerFacts& facts, base::Notes& notes) override {
    for (model::Leak& leak : search_->end(notes)) {
      if (facts.leaks.size() >= kMaxLeaks) {
        if (!std::exchange(left_out_, true))
          notes.push_back({base::Note::Kind::kSkipped, "layer", format("more than {} secrets: the others are left out", kMaxLeaks), ""});
        return;
      }
      leak.readable_by = leaks::readers_of(mode_);
      facts.leaks.push_back(std::move(leak));
    }
  }

 private:
  static const packages::Cataloger* streaming(std::string_view path) {
    for (const packages::Cataloger* cataloger : packages::find_catalogers(path)) {
      if (cataloger->parse_stream != nullptr) return cataloger;
    }
    return nullptr;
  }
  static void note(const image::FileShown& file, const Error& error, base::Notes& notes) {
    notes.push_back({base::Note::Kind::kSkipped, base::printable(file.path), error.message, ""});
  }

  std::optional<leaks::FileSearch> search_;
  std::uint32_t mode_ = 0;
  bool left_out_ = false;
};

}  // namespace

std::unique_ptr<image::LayerVisitor> make_catalog_visitor(const std::string& leak_key) {
  return std::make_unique<CatalogVisitor>(leak_key);
}

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
