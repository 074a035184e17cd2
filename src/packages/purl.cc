// SPDX-License-Identifier: Apache-2.0
#include "packages/purl.h"

#include "base/format.h"
#include "base/text.h"
#include "model/purl.h"
#include "packages/language_purl.h"

namespace batten::packages {
namespace {

std::string distro_qualifier(const model::Distro& distro) {
  if (!distro.known()) return {};
  const std::string& which = distro.version_id.empty() ? distro.codename : distro.version_id;
  return which.empty() ? distro.id : distro.id + "-" + which;
}

// "2:1.0-3" -> "2" and "1.0-3".
std::string take_epoch(std::string& version) {
  std::size_t colon = version.find(':');
  if (colon == std::string::npos) return {};
  std::string epoch = version.substr(0, colon);
  version.erase(0, colon + 1);
  return epoch;
}

std::string upstream(const model::Package& package) {
  if (package.source_name.empty()) return {};
  bool same_name = package.source_name == package.name;
  if (package.type == "rpm") {
    // Public keys have no architecture and no source.
    if (package.arch.empty() || package.source_version.empty()) return {};
    std::string version = package.source_version;
    (void)take_epoch(version);
    return format("{}-{}.src.rpm", package.source_name, version);
  }
  if (package.type == "deb" && !package.source_version.empty() && package.source_version != package.version) {
    return package.source_name + "@" + package.source_version;
  }
  return same_name ? std::string() : package.source_name;
}

}  // namespace

std::string purl(const model::Package& package, const model::Distro& distro) {
  if (package.type.empty() || package.name.empty()) return {};
  if (auto of_language = language_purl(package)) return of_language->text();
  model::Purl out;
  out.type = package.type;
  out.space = distro.id == "rhel" ? "redhat" : base::lower(distro.id);
  out.name = package.type == "rpm" ? package.name : base::lower(package.name);  // the specification: deb and apk names are lower case
  out.version = package.version;
  if (package.type == "rpm") out.qualifiers["epoch"] = take_epoch(out.version);
  out.qualifiers["arch"] = package.arch;
  out.qualifiers["distro"] = distro_qualifier(distro);
  out.qualifiers["upstream"] = upstream(package);
  out.qualifiers["rpmmod"] = package.modularity;
  return out.text();
}

}  // namespace batten::packages
