// SPDX-License-Identifier: Apache-2.0
#include "policy/vex_collector.h"

#include "base/format.h"
#include "base/text.h"
#include "model/digest.h"

namespace batten::policy {
namespace {

using base::Note;

constexpr std::size_t kMaxTaken = 400'000, kMaxBytes = 128u << 20, kMaxNames = 8, kMaxName = 1000, kMaxText = 2000, kMaxNotes = 5;

}  // namespace

void VexCollector::add(VexStatement statement) {
  if (statement.ids.empty()) return skip(statement.place, "no vulnerability");
  if (statement.products.empty())
    return skip(statement.place, format("no product with a package URL, digest or CPE is named for {}", statement.ids.front()));
  if (statement.status == VexStatus::kNotAffected && statement.justification.empty() && statement.impact.empty())
    return skip(statement.place, format("{} is not_affected without a justification or impact statement", statement.ids.front()));
  statement.source = source_;
  statements_.push_back(std::move(statement));
}

void VexCollector::skip(std::string_view place, std::string_view why) {
  if (++skipped_count_ > kMaxNotes) return;
  skipped_.push_back({Note::Kind::kSkipped, source_, format("{}: {}", place, why), ""});
}

bool VexCollector::take() {
  if (full_) return false;
  if (++taken_ <= kMaxTaken) return true;
  full_ = true;
  skip("the document", format("only the first {} products and references to them are read", kMaxTaken));
  return false;
}

bool VexCollector::take(const VexComponent& component) {
  std::size_t bytes = sizeof(VexComponent);
  for (const model::Purl& purl : component.purls) {
    bytes += sizeof purl + purl.space.size() + purl.name.size() + purl.version.size() + purl.subpath.size();
    for (const auto& [key, value] : purl.qualifiers) bytes += 128 + key.size() + value.size();
  }
  for (const std::string& cpe : component.cpes) bytes += 32 + cpe.size();
  bytes += component.digests.size() * 128;
  taken_bytes_ += bytes;
  if (full_ || taken_bytes_ <= kMaxBytes) return take();
  full_ = true;
  skip("the document", format("only the first {} of products are kept", base::human_size(kMaxBytes)));
  return false;
}

base::Notes VexCollector::notes() const {
  base::Notes out = skipped_;
  if (skipped_count_ > kMaxNotes)
    out.push_back({Note::Kind::kSkipped, source_, format("{} more statements or products were not read", skipped_count_ - kMaxNotes), ""});
  return out;
}

void add_purl(VexComponent& component, std::string_view text) {
  if (!text.starts_with("pkg:") || text.size() > kMaxName || component.purls.size() >= kMaxNames) return;
  if (auto purl = model::parse_purl(text)) component.purls.push_back(*std::move(purl));
}

void add_cpe(VexComponent& component, std::string_view text) {
  if (text.starts_with("cpe:") && text.size() <= kMaxName && component.cpes.size() < kMaxNames) component.cpes.emplace_back(text);
}

void add_digest(VexComponent& component, std::string_view algorithm, std::string_view hex) {
  std::string name = base::lower(algorithm);
  if ((name != "sha-256" && name != "sha256") || component.digests.size() >= kMaxNames) return;
  if (auto digest = model::Digest::parse("sha256:" + base::lower(hex))) component.digests.push_back(digest->text());
}

std::string vex_text(std::string_view text) { return base::to_utf8(base::trim(text.substr(0, kMaxText))); }

}  // namespace batten::policy
