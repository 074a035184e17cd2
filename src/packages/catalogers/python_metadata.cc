// SPDX-License-Identifier: Apache-2.0
//
// Installed Python packages: the core metadata (Python Packaging User Guide, "Core metadata specifications"), an RFC 822 header in
// NAME-VERSION.dist-info/METADATA (wheels), NAME-VERSION.egg-info/PKG-INFO, NAME-VERSION.egg-info (distutils) or EGG-INFO/PKG-INFO (eggs).
// The description of the package follows after the first blank line.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/deb822.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

std::string_view header_of(std::string_view content) { return content.substr(0, std::min(content.find("\n\n"), content.find("\n\r\n"))); }

struct Metadata {
  std::string_view name, version, expression, license;
  std::vector<std::string_view> classifiers;
};

Metadata read_header(std::string_view header) {
  constexpr std::string_view kClassifier = "License :: ";
  Metadata out;
  std::string_view* last = nullptr;
  base::each_line(header, [&](std::string_view line) {
    // More lines of a licence are its text, not its name.
    if (line.starts_with(' ') || line.starts_with('\t')) {
      if (last == &out.license) out.license = {};
      return;
    }
    last = nullptr;
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    std::string_view key = line.substr(0, colon), value = base::trim(line.substr(colon + 1));
    auto take = [&](std::string_view wanted, std::string_view& field) {
      if (field.empty() && same_name(key, wanted)) field = value, last = &field;
    };
    take("Name", out.name);
    take("Version", out.version);
    take("License-Expression", out.expression);
    take("License", out.license);
    if (same_name(key, "Classifier") && value.starts_with(kClassifier) && out.classifiers.size() < PackageList::kMaxLicences) {
      out.classifiers.push_back(value);
    }
  });
  return out;
}

Result<void> parse_metadata(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  Metadata metadata = read_header(header_of(TRY(plain_text(content))));
  if (metadata.name.empty() || metadata.version.empty()) return Error{Code::kCorrupt, "no Name or no Version"};
  PackageList list("pypi", path, facts, notes);
  model::Package* package = list.add(metadata.name, metadata.version);
  if (package == nullptr) return {};
  // The expression is exact; the free text often says nothing; a classifier ends in a licence's name.
  add_licence(metadata.expression, *package);
  if (package->licenses.empty() && metadata.license != "UNKNOWN") add_licence(metadata.license, *package);
  if (package->licenses.empty()) {
    for (std::string_view classifier : metadata.classifiers) {
      std::string_view name = classifier.substr(classifier.rfind(":: ") + 3);
      if (name != "OSI Approved") add_licence(name, *package);
    }
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/*.dist-info/METADATA", "**/*.egg-info/PKG-INFO", "**/EGG-INFO/PKG-INFO", "**/*.egg-info"};
constexpr std::string_view kMatches[] = {
    "usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA", "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO",
    "usr/lib/python3/dist-packages/python_apt-2.6.0.egg-info", "opt/x/lib/a-1.0-py3.egg/EGG-INFO/PKG-INFO"};
constexpr std::string_view kMatchesNot[] = {"usr/lib/python3/dist-packages/six-1.16.0.dist-info/RECORD", "src/six/PKG-INFO", "x/METADATA",
                                            "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/SOURCES.txt"};
constexpr CatalogerExample kExamples[] = {
    {"usr/lib/python3/dist-packages/Jinja2-3.1.2.dist-info/METADATA",
     "Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.2\nLicense: BSD-3-Clause\nRequires-Dist: MarkupSafe (>=2.0)\n\nName: of the "
     "description\n",
     "Jinja2 3.1.2"},
    {"usr/lib/python3/dist-packages/python_apt-2.6.0.egg-info",
     "Metadata-Version: 1.0\r\nName: python-apt\r\nVersion: 2.6.0\r\nLicense: GPL\r\n\ttext of it\r\n", "python-apt 2.6.0"},
};

}  // namespace

extern constinit const Cataloger python_metadata;
constinit const Cataloger python_metadata = {
    .name = "python_metadata",
    .summary = "installed Python packages",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_metadata,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
