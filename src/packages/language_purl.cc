// SPDX-License-Identifier: Apache-2.0
#include "packages/language_purl.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace batten::packages {
namespace {

struct Rule {
  std::string_view type;
  char separator;  // between namespace and name; 0: the type has no namespace
  bool lower;      // namespace and name
};

constexpr Rule kRules[] = {
    {"bioconductor", 0, false}, {"cargo", 0, false}, {"composer", '/', true}, {"conan", 0, false},   {"conda", 0, false},
    {"cran", 0, false},         {"gem", 0, false},   {"generic", 0, false},   {"golang", '/', true}, {"hackage", 0, false},
    {"hex", '/', true},         {"julia", 0, false}, {"maven", ':', false},   {"npm", '/', true},    {"nuget", 0, false},
    {"pub", 0, true},           {"pypi", 0, true},   {"swift", '/', false},
};

// PEP 503: runs of "-", "_" and "." are one "-".
std::string python_name(std::string_view name) {
  std::string out;
  bool in_run = false;
  for (char c : name) {
    bool separates = c == '-' || c == '_' || c == '.';
    if (!separates) out.push_back(c);
    if (separates && !in_run) out.push_back('-');
    in_run = separates;
  }
  return out;
}

void set_qualifiers(const model::Package& package, model::Purl& out) {
  if (package.type == "gem") out.qualifiers["platform"] = package.arch;
  if (package.type == "conda") {
    out.qualifiers["subdir"] = package.arch;
    out.qualifiers["channel"] = package.origin;
  }
  if (package.type == "conan" && !package.origin.empty()) {
    std::size_t slash = package.origin.find('/');
    out.qualifiers["user"] = package.origin.substr(0, slash);
    if (slash != std::string::npos) out.qualifiers["channel"] = package.origin.substr(slash + 1);
  }
}

}  // namespace

std::optional<model::Purl> language_purl(const model::Package& package) {
  const Rule* rule = std::ranges::find(kRules, package.type, &Rule::type);
  if (rule == std::end(kRules)) return std::nullopt;
  model::Purl out;
  out.type = package.type;
  out.version = package.version;
  out.name = rule->lower ? base::lower(package.name) : package.name;
  if (rule->separator != 0) {
    std::size_t at = out.name.rfind(rule->separator);
    if (at != std::string::npos && at > 0 && at + 1 < out.name.size()) {
      out.space = out.name.substr(0, at);
      out.name.erase(0, at + 1);
    }
  }
  if (rule->type == "pypi") out.name = python_name(out.name);
  if (rule->type == "pub") std::ranges::replace(out.name, '-', '_');
  set_qualifiers(package, out);
  return out;
}

}  // namespace batten::packages
