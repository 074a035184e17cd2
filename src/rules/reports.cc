// SPDX-License-Identifier: Apache-2.0
#include "rules/reports.h"

#include "base/format.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMost = 1000;

}  // namespace

void Reports::add(DiagnosticCode code, Spot spot, std::size_t length, std::string item, std::string message) {
  Diagnostic out{.code = code, .file = {}, .place = {}, .item = std::move(item), .message = std::move(message)};
  if (spot != kNowhere) {
    FilePlace place = spots_.place(spot, length);
    if (place.file < files_.size()) out.file = files_[place.file].name;
    out.place = place.place;
  }
  add(std::move(out));
}

void Reports::add_to_file(DiagnosticCode code, std::size_t file, const model::Place& place, std::string message) {
  add({.code = code, .file = files_[file].name, .place = place, .item = {}, .message = std::move(message)});
}

void Reports::add(Diagnostic diagnostic) {
  if (is_error(diagnostic.code)) ++errors_;
  if (diagnostics_.size() > kMost) return;
  if (!told_.emplace(diagnostic.code, diagnostic.file, diagnostic.place.offset, diagnostic.message).second) return;
  if (diagnostics_.size() == kMost)
    diagnostic = {.code = diagnostic.code,
                  .file = {},
                  .place = {},
                  .item = {},
                  .message = format("more than {} errors and warnings; the rest is not shown", kMost)};
  diagnostics_.push_back(std::move(diagnostic));
}

}  // namespace batten::rules
