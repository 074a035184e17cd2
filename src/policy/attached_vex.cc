// SPDX-License-Identifier: Apache-2.0
#include "policy/attached_vex.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "policy/attestation.h"
#include "policy/vex_format.h"

namespace batten::policy {
namespace {

using base::Note;

bool is_about(const Attestation& attestation, const model::Report& report) {
  return std::ranges::any_of(attestation.subjects, [&](const std::string& subject) {
    return subject == report.source.manifest_digest.text() || subject == report.source.index_digest.text();
  });
}

std::string called(const AttachedText& text) {
  auto digest = model::Digest::parse(text.attached_by);
  return digest ? digest->short_text() : text.attached_by;
}

bool is_bom(std::string_view text) {
  auto document = json::Document::parse(text);
  return document && (*document)["bomFormat"].string() == "CycloneDX";
}

class Reader {
 public:
  explicit Reader(model::Report& report) : report_(report) {}

  void read(const AttachedText& text) {
    std::string where = "attached by " + called(text);
    Result<std::optional<Attestation>> attestation = read_attestation(text.bytes);
    if (!attestation) return skip(where, attestation.error().message);
    std::string_view document = text.bytes;
    if (*attestation) {
      if (!is_about(**attestation, report_)) return skip(where, "the attestation is not about this image");
      document = (*attestation)->predicate;
    }
    std::string name = format("{}, signature not checked", where);
    Result<std::vector<VexStatement>> statements = read_vex(name, document, report_.notes);
    if (!statements) {
      // Of attestations it is often not told before what they are, and a CycloneDX document without vulnerabilities is a list of parts.
      bool other = statements.error().code == Code::kUnsupported && (*attestation || is_bom(document));
      if (!other) skip(where, statements.error().message);
      return;
    }
    if (!statements->empty()) ++documents_;
    for (VexStatement& statement : *statements) out_.push_back(std::move(statement));
  }

  std::vector<VexStatement> take() {
    if (out_.empty()) {
      report_.notes.push_back({Note::Kind::kInfo, "--vex attached", "no VEX statement is attached to the image", ""});
    } else {
      report_.notes.push_back({Note::Kind::kDegraded, "--vex attached",
                               format("statements from {}: {}, documents: {}; signature not checked", origin(), out_.size(), documents_),
                               ""});
    }
    return std::move(out_);
  }

 private:
  std::string origin() const { return report_.source.kind == "oci" ? "the layout" : "the registry"; }
  void skip(const std::string& where, std::string why) { report_.notes.push_back({Note::Kind::kSkipped, where, std::move(why), ""}); }

  model::Report& report_;
  std::vector<VexStatement> out_;
  std::size_t documents_ = 0;
};

}  // namespace

std::vector<VexStatement> read_attached(const std::vector<AttachedText>& texts, model::Report& report) {
  Reader reader(report);
  for (const AttachedText& text : texts) reader.read(text);
  return reader.take();
}

}  // namespace batten::policy
