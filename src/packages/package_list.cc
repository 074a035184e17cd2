// SPDX-License-Identifier: Apache-2.0
#include "packages/package_list.h"

#include <algorithm>

#include "base/text.h"

namespace batten::packages {
namespace {

bool is_clean(std::string_view text) {
  return text.size() <= PackageList::kMaxName && std::ranges::none_of(text, [](char c) {
           auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7f;
         });
}

std::string_view without_mark(std::string_view content) {
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  return content;
}

}  // namespace

model::Package* PackageList::add(std::string_view name, std::string_view version, std::string_view inner) {
  if (name.empty() || version.empty()) {
    skipped(name.empty() ? std::string("a package without name")
                         : format("package {} has no version", base::printable(name.substr(0, 200))));
    return nullptr;
  }
  if (!is_clean(name) || !is_clean(version)) {
    skipped(format("'{}' is no name and version of a package", base::printable(name.substr(0, 200))));
    return nullptr;
  }
  if (seen_.size() >= kMaxPackages || seen_.size() * path_.size() + inner_bytes_ > kMaxPathBytes) {
    skipped(format("package {} left out, the file names more than {}", base::printable(name.substr(0, 200)), seen_.size()));
    return nullptr;
  }
  std::string key;
  key.reserve(name.size() + 1 + version.size());
  key.append(name).append(1, '\0').append(version);
  if (!inner.empty()) key.append(1, '\0').append(inner);
  if (!seen_.insert(std::move(key)).second) return nullptr;
  model::Package& package = facts_.packages.emplace_back();
  package.type = type_;
  package.name = name;
  package.version = version;
  package.location.path = path_;
  package.location.inner = inner;
  inner_bytes_ += inner.size();
  return &package;
}

void add_licence(std::string_view licence, model::Package& package) {
  licence = base::trim(licence);
  if (licence.empty() || !is_clean(licence) || package.licenses.size() >= PackageList::kMaxLicences) return;
  if (std::ranges::find(package.licenses, licence) == package.licenses.end()) package.licenses.emplace_back(licence);
}

Result<std::string_view> plain_text(std::string_view content) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not a text: it has NUL bytes"};
  return without_mark(content);
}

Result<json::Document> json_object_or_array(std::string_view content) {
  json::Document document = TRY(json::Document::parse(without_mark(content)));
  if (!document.root().is_object() && !document.root().is_array()) return Error{Code::kCorrupt, "neither a JSON object nor an array"};
  return document;
}

Result<json::Document> json_object(std::string_view content) {
  json::Document document = TRY(json_object_or_array(content));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "no JSON object"};
  return document;
}

bool is_below(std::string_view path, std::string_view directory) {
  for (std::size_t at = path.find(directory); at != std::string_view::npos; at = path.find(directory, at + 1)) {
    std::size_t end = at + directory.size();
    if ((at == 0 || path[at - 1] == '/') && end < path.size() && path[end] == '/') return true;
  }
  return false;
}

bool is_of_dependency(std::string_view path) {
  constexpr std::string_view kPlaces[] = {"node_modules", "bower_components", "vendor",   "site-packages", "dist-packages",
                                          "gems",         "pkg/mod",          "testdata", ".build",        ".cargo/registry"};
  return std::ranges::any_of(kPlaces, [&](std::string_view place) { return is_below(path, place); });
}

}  // namespace batten::packages
