// SPDX-License-Identifier: Apache-2.0
#include "packages/java_coordinates.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "packages/java_groups.h"

namespace batten::packages {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A part of a version as they follow a dash: "1.2", "SNAPSHOT", "beta9", "jre", "M2".
bool is_version_part(std::string_view part) {
  if (part.empty()) return false;
  if (is_digit(part[0])) return true;
  std::string word = base::lower(part.substr(0, std::min(part.find_first_of("0123456789."), part.size())));
  constexpr std::string_view kWords[] = {
      "alpha", "android", "atlassian", "b",   "beta",    "build", "cr", "final",  "ga",      "hadoop", "incubating", "jbossorg", "jdk",
      "jre",   "m",       "milestone", "pre", "preview", "r",     "rc", "redhat", "release", "rev",    "snapshot",   "sp",       "v"};
  return std::ranges::find(kWords, word) != std::end(kWords);
}

// "4.1.1.Final-linux-x86_64" -> "4.1.1.Final"; empty when a part that is no version is followed by one that begins like one.
std::string_view without_classifier(std::string_view text) {
  std::size_t size = 0, at = 0;
  bool classifier = false;
  while (at < text.size()) {
    std::size_t end = std::min(text.find('-', at), text.size());
    std::string_view part = text.substr(at, end - at);
    if (classifier && !part.empty() && is_digit(part[0])) return {};
    if (!classifier && is_version_part(part)) {
      size = end;
    } else {
      classifier = true;
    }
    at = end + 1;
  }
  return text.substr(0, size);
}

std::string_view stem_of(std::string_view file_name) {
  std::size_t dot = file_name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? file_name : file_name.substr(0, dot);
}

// Letters, digits, dash, underscore, dot; no sentence.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  });
}

bool is_group(std::string_view text) { return is_id(text) && text.contains('.') && !text.starts_with('.') && !text.ends_with('.'); }

// What the bundle's name has before the artifact's: "org.apache.httpcomponents.httpclient" is httpclient of org.apache.httpcomponents.
std::string_view group_of_bundle(std::string_view symbolic_name, std::string_view artifact) {
  if (!is_id(symbolic_name) || symbolic_name.size() <= artifact.size() + 1 || !symbolic_name.ends_with(artifact)) return {};
  std::string_view before = symbolic_name.substr(0, symbolic_name.size() - artifact.size());
  if (!before.ends_with('.')) return {};
  before.remove_suffix(1);
  return is_group(before) ? before : std::string_view();
}

// The words before the first blank: "2.6.1 (build 3)".
std::string_view first_word(std::string_view text) { return text.substr(0, std::min(text.find(' '), text.size())); }

std::string_view version_of(const JarManifest& manifest) {
  for (std::string_view version :
       {first_word(manifest.implementation_version), first_word(manifest.bundle_version), first_word(manifest.specification_version)}) {
    if (is_id(version) && version.find_first_of("0123456789") != std::string_view::npos) return version;
  }
  return {};
}

}  // namespace

JarFileName parse_jar_file_name(std::string_view file_name) {
  std::string_view stem = stem_of(file_name);
  for (std::size_t at = stem.find('-'); at != std::string_view::npos; at = stem.find('-', at + 1)) {
    if (at == 0 || at + 1 >= stem.size() || !is_digit(stem[at + 1])) continue;
    std::string_view version = without_classifier(stem.substr(at + 1));
    if (!version.empty()) return {std::string(stem.substr(0, at)), std::string(version)};
  }
  return {std::string(stem), ""};
}

bool is_file_of(std::string_view file_name, std::string_view artifact) {
  if (artifact.empty()) return false;
  std::string_view stem = stem_of(file_name);
  return stem == artifact || parse_jar_file_name(file_name).name == artifact;
}

void ClassDirectories::add(std::string_view path) {
  ++count_;
  for (std::string_view prefix : {"BOOT-INF/classes/", "WEB-INF/classes/"}) {
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
  }
  if (path.starts_with("META-INF/versions/")) {
    path.remove_prefix(18);
    path.remove_prefix(std::min(path.find('/'), path.size() - 1) + 1);
  }
  std::size_t end = 0;
  for (int depth = 0; depth < 3; ++depth) {
    end = path.find('/', end);
    if (end == std::string_view::npos) return;
    ++end;
    std::string directory(path.substr(0, end));
    auto at = below_.find(directory);
    if (at == below_.end() && below_.size() >= kMaxDirectories) return;
    ++below_[directory];
  }
}

unsigned ClassDirectories::percent(std::string_view directory) const {
  auto at = below_.find(std::string(directory));
  return at == below_.end() ? 0 : static_cast<unsigned>(at->second * 100 / count_);
}

Coordinates guess_coordinates(std::string_view file_name, const JarManifest& manifest, const ClassDirectories& classes,
                              bool is_application) {
  Coordinates out;
  JarFileName file = parse_jar_file_name(file_name);
  out.artifact = file.name;
  out.version = file.version;
  bool by_manifest = out.version.empty();
  if (by_manifest) {
    out.version = version_of(manifest);
    std::string_view title = manifest.implementation_title;
    if (is_id(title) && !title.contains('.')) out.artifact = title;
  }
  std::string by = by_manifest ? "manifest" : "file name";
  KnownGroup known = is_application ? KnownGroup() : known_group(out.artifact, out.version, classes);
  if (!known.group.empty()) {
    out.group = known.group;
    out.artifact = known.artifact;
    out.found_by = by + " and class names";
  } else if (is_group(manifest.implementation_vendor_id) || manifest.implementation_vendor_id == out.artifact) {
    out.group = manifest.implementation_vendor_id;
    out.found_by = "manifest";
  } else if (std::string_view group = group_of_bundle(manifest.bundle_symbolic_name, out.artifact); !group.empty()) {
    out.group = group;
    out.found_by = "manifest";
  } else {
    out.found_by = by + "; group not known";
  }
  return out;
}

}  // namespace batten::packages
