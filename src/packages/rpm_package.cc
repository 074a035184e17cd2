// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_package.h"

#include "packages/owned_files.h"
#include "packages/rpm_header.h"

namespace batten::packages {
namespace {

// Of all packages of a database together. A workstation with 3000 packages has about 40 MiB.
constexpr std::size_t kMaxPathBytes = 256u << 20;

std::string_view without_epoch(std::string_view version) { return version.substr(version.find(':') + 1); }

}  // namespace

void set_source_rpm(std::string_view file_name, model::Package& package) {
  package.source_name = package.name;
  package.source_version = package.version;
  for (std::string_view suffix : {".src.rpm", ".nosrc.rpm"}) {
    if (!file_name.ends_with(suffix)) continue;
    std::string_view nvr = file_name.substr(0, file_name.size() - suffix.size());
    std::size_t release = nvr.rfind('-');
    if (release == std::string_view::npos || release == 0) return;
    std::size_t version = nvr.rfind('-', release - 1);
    if (version == std::string_view::npos || version == 0) return;
    package.source_name = nvr.substr(0, version);
    std::string_view source_version = nvr.substr(version + 1);
    if (source_version != without_epoch(package.version)) package.source_version = source_version;
    return;
  }
}

std::string evr(std::uint64_t epoch, std::string_view version, std::string_view release) {
  return epoch == 0 ? format("{}-{}", version, release) : format("{}:{}-{}", epoch, version, release);
}

void RpmCollector::add(std::uint64_t number, std::string_view blob) {
  Result<RpmHeader> header = parse_rpm_header(blob, kMaxPathBytes - path_bytes_);
  if (!header) return trouble_.skipped(format("package number {}: {}", number, header.error().message));
  model::Package& package = facts_.packages.emplace_back();
  package.type = "rpm";
  package.name = header->name;
  package.version = evr(header->epoch, header->version, header->release);
  package.arch = header->arch;
  package.origin = header->vendor;
  package.maintainer = header->packager;
  package.modularity = header->modularity == "(none)" ? std::string_view() : header->modularity;
  if (!header->license.empty()) package.licenses.emplace_back(header->license);
  package.location.path = path_;
  set_source_rpm(header->source_rpm, package);
  for (const std::string& file : header->files) path_bytes_ += file.size();
  package.files = owned_files(std::move(header->files));
  if (!header->files_error.empty()) trouble_.skipped(format("package {}: its files: {}", package.name, header->files_error));
}

}  // namespace batten::packages
