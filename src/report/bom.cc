// SPDX-License-Identifier: Apache-2.0
#include "report/bom.h"

#include <map>
#include <unordered_set>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "report/bom_vulnerabilities.h"
#include "report/spdx_license.h"
#include "report/summary.h"

namespace batten::report {
namespace {

// Printable ASCII without blanks, quotes and markup: what every format takes as an identifier.
std::string plain(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool keep = c > ' ' && c < '\x7f' && !std::string_view("\"<>\\^`{|}").contains(c);
    if (keep) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

// Gives each thing a name of its own: two copies of one package in different places have one purl.
class References {
 public:
  std::string unique(const std::string& wanted) {
    std::string out = wanted;
    while (!taken_.insert(out).second) out = format("{}#{}", wanted, ++copies_[wanted] + 1);
    return out;
  }

 private:
  std::unordered_set<std::string> taken_;
  std::map<std::string, int> copies_;
};

void add(std::vector<BomProperty>& to, std::string_view name, std::string_view value) {
  if (!value.empty()) to.push_back({"batten:" + std::string(name), std::string(value)});
}

std::vector<BomLicense> licenses_of(const model::Package& package) {
  std::vector<BomLicense> out;
  for (const std::string& text : package.licenses) {
    if (std::string_view id = spdx_id(text); !id.empty()) {
      out.push_back({BomLicense::Kind::kId, std::string(id)});
    } else if (std::string expression = spdx_expression(text); !expression.empty()) {
      out.push_back({BomLicense::Kind::kExpression, std::move(expression)});
    } else if (!text.empty()) {
      out.push_back({BomLicense::Kind::kName, text});
    }
  }
  return out;
}

BomComponent component_of(const model::Report& report, const model::Package& package, References& references) {
  BomComponent out;
  out.purl = plain(package.purl);
  out.reference = references.unique(out.purl.empty() ? plain(package.type + ":" + package.name + "@" + package.version) : out.purl);
  out.type = "library";
  out.name = package.name;
  out.version = package.version;
  out.supplier = package.origin;
  out.publisher = package.maintainer;
  out.licenses = licenses_of(package);
  add(out.properties, "type", package.type);
  add(out.properties, "arch", package.arch);
  add(out.properties, "source", package.source_name);
  add(out.properties, "source_version", package.source_version == package.version ? "" : package.source_version);
  add(out.properties, "modularity", package.modularity);
  add(out.properties, "path", package.location.path);
  add(out.properties, "inner", package.location.inner);
  add(out.properties, "found_by", package.found_by);
  int layer = package.location.layer_index;
  if (layer >= 0 && static_cast<std::size_t>(layer) < report.layers.size()) {
    add(out.properties, "layer", report.layers[static_cast<std::size_t>(layer)].diff_id.text());
  }
  return out;
}

BomComponent subject_of(const model::Report& report) {
  BomComponent out;
  const model::SourceInfo& source = report.source;
  out.reference = "subject";
  out.type = report.config.diff_ids.empty() ? "file" : "container";
  out.name = source.name.empty() ? source.reference : source.name;
  const model::Digest& digest = source.manifest_digest.empty() ? source.config_digest : source.manifest_digest;
  out.version = digest.text();
  out.sha256 = digest.hex();
  add(out.properties, "manifest_digest", source.manifest_digest.text());
  add(out.properties, "config_digest", source.config_digest.text());
  for (const std::string& tag : source.repo_tags) add(out.properties, "tag", tag);
  if (!report.config.platform.arch.empty()) add(out.properties, "platform", report.config.platform.text());
  for (const model::LayerInfo& layer : report.layers) add(out.properties, "layer", layer.diff_id.text());
  return out;
}

}  // namespace

std::string content_uuid(std::string_view text) {
  std::string hex = base::sha256_hex(text);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
  return format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20, 12));
}

Bom bom_of(const model::Report& report) {
  Bom out;
  References references;
  out.subject = subject_of(report);
  references.unique(out.subject.reference);
  if (report.distro.known()) {
    BomComponent& system = out.system.emplace();
    system.reference = references.unique(plain("os:" + report.distro.id));
    system.type = "operating-system";
    system.name = report.distro.id;
    system.version = report.distro.version_id;
    system.description = report.distro.pretty_name;
    add(system.properties, "codename", report.distro.codename);
  }
  for (const model::Package& package : report.packages) out.components.push_back(component_of(report, package, references));
  out.vulnerabilities = bom_vulnerabilities(report, out.components);
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kSkipped)
      out.not_read.push_back(note.where.empty() ? note.message : note.where + ": " + note.message);
  }
  out.incomplete = !out.not_read.empty();
  out.created = base::format_time(base::parse_time(report.config.created).value_or(0));
  return out;
}

}  // namespace batten::report
