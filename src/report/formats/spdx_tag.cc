// SPDX-License-Identifier: Apache-2.0
//
// SPDX 2.3 tag-value: a line "Tag: value" per field, longer texts between <text> and </text>.
#include "base/text.h"
#include "report/format.h"
#include "report/spdx.h"

namespace batten::report::formats {
namespace {

// A text of the image must neither begin nor end such a text.
std::string without_marks(std::string text) {
  for (std::string_view mark : {"<text>", "</text>"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) text[at] = '(';
  }
  return text;
}

class Tags {
 public:
  void line(std::string_view tag, std::string_view value) {
    if (value.empty()) return;
    out_ += tag;
    out_ += ": " + without_marks(base::printable(value)) + "\n";
  }

  // Each line of text is printable.
  void text(std::string_view tag, const std::string& value) {
    if (value.empty()) return;
    out_ += tag;
    out_ += ": <text>" + without_marks(value) + "</text>\n";
  }

  void gap() { out_ += "\n"; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void write_package(Tags& out, const SpdxPackage& package) {
  out.gap();
  out.line("PackageName", package.name);
  out.line("SPDXID", package.id);
  out.line("PackageVersion", package.version);
  out.line("PackageSupplier", package.supplier);
  out.line("PackageOriginator", package.originator);
  out.line("PackageDownloadLocation", "NOASSERTION");
  out.line("PrimaryPackagePurpose", package.purpose);
  out.line("FilesAnalyzed", "false");
  if (!package.sha256.empty()) out.line("PackageChecksum", "SHA256: " + package.sha256);
  out.line("PackageLicenseConcluded", "NOASSERTION");
  out.line("PackageLicenseDeclared", package.license);
  out.line("PackageCopyrightText", "NOASSERTION");
  out.text("PackageSummary", package.summary);
  out.text("PackageComment", package.comment);
  if (!package.purl.empty()) out.line("ExternalRef", "PACKAGE-MANAGER purl " + package.purl);
}

std::string write(const model::Report& report, const Options&) {
  SpdxDocument document = spdx_document(report);
  Tags out;
  out.line("SPDXVersion", "SPDX-2.3");
  out.line("DataLicense", "CC0-1.0");
  out.line("SPDXID", "SPDXRef-DOCUMENT");
  out.line("DocumentName", document.name);
  out.line("DocumentNamespace", document.name_space);
  out.text("DocumentComment", document.comment);
  out.line("Creator", document.creator);
  out.line("Created", document.created);
  for (const SpdxPackage& package : document.packages) write_package(out, package);
  for (const SpdxLicense& license : document.licenses) {
    out.gap();
    out.line("LicenseID", license.id);
    out.text("ExtractedText", base::printable(license.name));
    out.line("LicenseName", license.name);
  }
  out.gap();
  for (const SpdxRelationship& relationship : document.relationships)
    out.line("Relationship", relationship.from + " " + relationship.type + " " + relationship.to);
  return out.take();
}

constexpr FormatExample kExamples[] = {{"SPDXVersion: SPDX-2.3\n"},
                                       {"ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/libssl3@3.0.11-1"},
                                       {"PrimaryPackagePurpose: OPERATING-SYSTEM\n"},
                                       {"SPDXRef-DOCUMENT DESCRIBES SPDXRef-Subject"}};

}  // namespace

extern constinit const Format spdx_tag;
constinit const Format spdx_tag{
    .name = "spdx-tag",
    .summary = "SPDX 2.3 tag-value: the packages",
    .media_type = "text/spdx",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats
