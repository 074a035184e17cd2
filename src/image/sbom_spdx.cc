// SPDX-License-Identifier: Apache-2.0
//
// SPDX has no properties: Batten's stand in comments, Trivy's in "built package from: NAME VERSION" and attribution texts or annotations.
#include "image/sbom_spdx.h"

#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "base/format.h"
#include "base/text.h"

namespace batten::image {
namespace {

constexpr std::size_t kMaxLicenses = 1000;
constexpr std::size_t kMaxLicenseName = 100;

struct Package {
  std::string_view id, purpose, license;
  std::string_view supplier, originator;
  SbomEntry entry;
};

struct Document {
  std::vector<Package> packages;
  std::unordered_set<std::string_view> described;                        // ids of what the document is about
  std::unordered_map<std::string_view, std::string_view> license_names;  // of LicenseRef-...
};

bool is_said(std::string_view text) { return !text.empty() && text != "NOASSERTION" && text != "NONE"; }

// Lines "batten:NAME=VALUE" and "LayerDiffID: VALUE".
void read_remark(std::string_view text, SbomEntry& out) {
  constexpr std::string_view kLayer = "LayerDiffID:";
  base::each_line(text, [&](std::string_view line) {
    std::size_t equals = line.find('=');
    if (line.starts_with("batten:") && equals != std::string_view::npos) {
      out.properties.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    } else if (line.starts_with(kLayer)) {
      out.properties.emplace_back("aquasecurity:trivy:LayerDiffID", base::trim(line.substr(kLayer.size())));
    }
  });
}

void read_source_info(std::string_view text, SbomEntry& out) {
  constexpr std::string_view kFrom = "built package from:";
  if (!text.starts_with(kFrom)) return;
  text = base::trim(text.substr(kFrom.size()));
  std::size_t blank = text.find(' ');
  out.properties.emplace_back("aquasecurity:trivy:SrcName", text.substr(0, blank));
  if (blank != std::string_view::npos) out.properties.emplace_back("aquasecurity:trivy:SrcVersion", base::trim(text.substr(blank)));
}

std::string_view without_brackets(std::string_view text) {
  text = base::trim(text);
  if (!text.starts_with('(') || !text.ends_with(')')) return text;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0) return text;  // the first bracket ends before the last
  }
  return text.substr(1, text.size() - 2);
}

// "A AND (B OR C)" holds for a package that says both A and "B OR C"; with an OR outside brackets it is one expression.
std::vector<std::string> licenses_of(std::string_view text, const Document& document) {
  std::vector<std::string> out;
  auto add = [&](std::string_view part) {
    part = without_brackets(part);
    auto named = document.license_names.find(part);
    if (out.size() < kMaxLicenses && !part.empty()) out.emplace_back(named == document.license_names.end() ? part : named->second);
  };
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth != 0) continue;
    if (text.substr(i).starts_with(" OR ")) {
      parts.clear();
      begin = 0;
      break;
    }
    if (text.substr(i).starts_with(" AND ")) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 5;
      i += 3;
    }
  }
  for (std::string_view part : parts) add(part);
  add(text.substr(begin));
  return out;
}

void take(Document& document, SbomCollector& out) {
  for (Package& package : document.packages) {
    SbomEntry& entry = package.entry;
    if (package.purpose == "OPERATING-SYSTEM" || package.purpose == "OPERATING_SYSTEM") {
      std::string_view codename;
      for (const auto& [name, value] : entry.properties) {
        if (name == "batten:codename") codename = value;
      }
      out.distribution(entry.name, entry.version, "", codename);
      continue;
    }
    bool subject = package.purpose == "CONTAINER" || document.described.contains(package.id);
    if (subject) {
      for (const auto& [name, value] : entry.properties) {
        if (name == "batten:layer") out.layer(value);
      }
    }
    // The image itself, files, and the lock files of applications are no packages.
    bool no_package = subject || package.purpose == "FILE" || (package.purpose == "APPLICATION" && entry.version.empty());
    if (entry.purl.empty() && no_package) continue;
    if (is_said(package.license)) entry.licenses = licenses_of(package.license, document);
    entry.maintainer = actor_of(package.originator);
    if (package.supplier != package.originator) entry.origin = actor_of(package.supplier);
    out.add(entry);
  }
}

void define_license(Document& document, std::string_view id, std::string_view name) {
  if (id.starts_with("LicenseRef-") && is_said(name) && name.size() <= kMaxLicenseName) document.license_names.emplace(id, name);
}

// Tags and values in the order of the text; a value may stand between <text> and </text> over several lines.
Result<void> each_tag(std::string_view text, const std::function<void(std::string_view tag, std::string_view value)>& visit) {
  constexpr std::string_view kOpen = "<text>", kClose = "</text>";
  while (!text.empty()) {
    std::size_t line_end = text.find('\n');
    std::string_view line = base::trim(text.substr(0, line_end));
    std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) {
      text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
      continue;
    }
    std::string_view value = base::trim(line.substr(colon + 1));
    if (value.starts_with(kOpen)) {
      std::size_t begin = static_cast<std::size_t>(value.data() - text.data()) + kOpen.size();
      std::size_t end = text.find(kClose, begin);
      if (end == std::string_view::npos)
        return Error{Code::kCorrupt, format("{}: no </text>", base::printable(line.substr(0, colon).substr(0, 60)))};
      value = text.substr(begin, end - begin);
      line_end = text.find('\n', end);
    }
    visit(line.substr(0, colon), value);
    text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
  }
  return {};
}

}  // namespace

void read_spdx(json::View root, SbomCollector& out) {
  Document document;
  for (std::string_view member : {"documentDescribes"}) {
    root[member].each([&](json::View id) { document.described.insert(id.string()); });
  }
  root["relationships"].each([&](json::View relationship) {
    if (relationship["relationshipType"].string() == "DESCRIBES") document.described.insert(relationship["relatedSpdxElement"].string());
  });
  root["hasExtractedLicensingInfos"].each(
      [&](json::View info) { define_license(document, info["licenseId"].string(), info["name"].string()); });
  root["packages"].each([&](json::View item) {
    Package& package = document.packages.emplace_back();
    package.id = item["SPDXID"].string();
    package.purpose = item["primaryPackagePurpose"].string();
    package.license = item["licenseDeclared"].string();
    package.supplier = item["supplier"].string();
    package.originator = item["originator"].string();
    package.entry.name = item["name"].string();
    package.entry.version = item["versionInfo"].string();
    item["externalRefs"].each([&](json::View reference) {
      if (reference["referenceType"].string() == "purl") package.entry.purl = reference["referenceLocator"].string();
    });
    read_remark(item["comment"].string(), package.entry);
    item["attributionTexts"].each([&](json::View text) { read_remark(text.string(), package.entry); });
    item["annotations"].each([&](json::View annotation) { read_remark(annotation["comment"].string(), package.entry); });
    read_source_info(item["sourceInfo"].string(), package.entry);
  });
  take(document, out);
}

Result<void> read_spdx_tags(std::string_view text, SbomCollector& out) {
  Document document;
  bool in_package = false;
  std::string_view license_id;
  TRY(each_tag(text, [&](std::string_view tag, std::string_view value) {
    if (tag == "PackageName") {
      document.packages.emplace_back().entry.name = value;
      in_package = true;
    } else if (tag == "FileName" || tag == "SnippetSPDXID" || tag == "LicenseID") {
      in_package = false;
      if (tag == "LicenseID") license_id = value;
    } else if (tag == "LicenseName") {
      define_license(document, license_id, value);
    } else if (tag == "Relationship") {
      std::vector<std::string_view> words = base::words(value.substr(0, 4096));
      if (words.size() == 3 && words[1] == "DESCRIBES") document.described.insert(words[2]);
    } else if (in_package) {
      Package& package = document.packages.back();
      if (tag == "SPDXID") package.id = value;
      if (tag == "PackageVersion") package.entry.version = value;
      if (tag == "PrimaryPackagePurpose") package.purpose = value;
      if (tag == "PackageLicenseDeclared") package.license = value;
      if (tag == "PackageSupplier") package.supplier = value;
      if (tag == "PackageOriginator") package.originator = value;
      if (tag == "PackageSourceInfo") read_source_info(value, package.entry);
      if (tag == "PackageComment" || tag == "PackageAttributionText") read_remark(value, package.entry);
      if (tag == "ExternalRef") {
        std::vector<std::string_view> words = base::words(value.substr(0, 16384));
        if (words.size() == 3 && words[1] == "purl") package.entry.purl = words[2];
      }
    }
  }));
  take(document, out);
  return {};
}

}  // namespace batten::image
