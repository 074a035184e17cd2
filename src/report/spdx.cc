// SPDX-License-Identifier: Apache-2.0
#include "report/spdx.h"

#include <cctype>
#include <map>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "report/bom.h"
#include "report/program.h"

namespace batten::report {
namespace {

constexpr std::string_view kUnknown = "NOASSERTION";

// What an identifier may hold, then a part of the hash of all of it.
std::string identifier(std::string_view prefix, std::string_view text, std::string_view whole) {
  std::string out(prefix);
  for (char c : text.substr(0, 60)) out.push_back(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' ? c : '-');
  return out + "-" + base::sha256_hex(whole).substr(0, 16);
}

// Without the brackets and line ends that an actor's address is told by.
std::string actor_name(std::string_view text) {
  std::string out;
  for (char c : base::printable(text)) {
    if (c != '(' && c != ')' && c != '<' && c != '>') out.push_back(c);
  }
  return std::string(base::trim(out));
}

bool is_group(std::string_view name) {
  std::string text = " " + base::lower(name) + " ";
  for (std::string_view word : {"team", "maintainers", "developers", "packagers", "project", "group", "foundation", "community", " inc",
                                " llc", " ltd", " gmbh", "software", "linux", "distribution"}) {
    if (text.contains(word)) return true;
  }
  return false;
}

// "Name <address>" as "Person: Name (address)".
std::string actor(std::string_view text, bool organization) {
  std::size_t bracket = text.find('<');
  std::string name = actor_name(text.substr(0, bracket));
  std::string address = bracket == std::string_view::npos ? "" : actor_name(text.substr(bracket));
  if (name.empty()) name.swap(address);
  if (name.empty()) return std::string(kUnknown);
  std::string out = (organization || is_group(name) ? "Organization: " : "Person: ") + name;
  return address.contains('@') && !address.contains(' ') ? out + " (" + address + ")" : out;
}

class Licenses {
 public:
  explicit Licenses(std::vector<SpdxLicense>& defined) : defined_(defined) {}

  std::string expression(const std::vector<BomLicense>& licenses) {
    std::string out;
    for (const BomLicense& license : licenses) {
      std::string part = license.text;
      if (license.kind == BomLicense::Kind::kName) {
        part = identifier("LicenseRef-", license.text, license.text);
        define(part, license.text);
      } else {
        // An expression may name licences that the package defines.
        for (std::string_view word : base::words(license.text)) {
          while (word.starts_with('(')) word.remove_prefix(1);
          while (word.ends_with(')')) word.remove_suffix(1);
          if (word.starts_with("LicenseRef-")) define(std::string(word), word);
        }
        if (licenses.size() > 1 && part.contains(' ')) part = "(" + part + ")";
      }
      out += (out.empty() ? "" : " AND ") + part;
    }
    return out.empty() ? std::string(kUnknown) : out;
  }

 private:
  void define(const std::string& id, std::string_view name) {
    if (known_.emplace(id, true).second) defined_.push_back({id, std::string(name)});
  }

  std::vector<SpdxLicense>& defined_;
  std::map<std::string, bool> known_;
};

std::string comment_of(const BomComponent& component) {
  std::string out;
  for (const BomProperty& property : component.properties)
    out += (out.empty() ? "" : "\n") + property.name + "=" + base::printable(property.value);
  return out;
}

SpdxPackage package_of(const BomComponent& component, Licenses& licenses) {
  SpdxPackage out;
  bool library = component.type == "library";
  out.id = library                                ? identifier("SPDXRef-Package-", component.name, component.reference)
           : component.type == "operating-system" ? "SPDXRef-OperatingSystem"
                                                  : "SPDXRef-Subject";
  out.purpose = library                                ? "LIBRARY"
                : component.type == "operating-system" ? "OPERATING-SYSTEM"
                : component.type == "container"        ? "CONTAINER"
                                                       : "OTHER";
  out.name = component.name.empty() ? std::string(kUnknown) : base::printable(component.name);
  out.version = base::printable(component.version);
  out.summary = base::printable(component.description);
  out.originator = actor(component.publisher, false);
  // A distribution's packages come from the distribution; where it is not told by name, from who packaged them.
  out.supplier = component.supplier.empty() ? out.originator : actor(component.supplier, true);
  out.license = licenses.expression(component.licenses);
  out.purl = component.purl;
  out.sha256 = component.sha256;
  out.comment = comment_of(component);
  return out;
}

}  // namespace

SpdxDocument spdx_document(const model::Report& report) {
  Bom bom = bom_of(report);
  SpdxDocument out;
  Licenses licenses(out.licenses);
  out.packages.push_back(package_of(bom.subject, licenses));
  if (bom.system) out.packages.push_back(package_of(*bom.system, licenses));
  for (const BomComponent& component : bom.components) out.packages.push_back(package_of(component, licenses));

  out.relationships.push_back({"SPDXRef-DOCUMENT", "DESCRIBES", out.packages[0].id});
  for (std::size_t i = 1; i < out.packages.size(); ++i) out.relationships.push_back({out.packages[0].id, "CONTAINS", out.packages[i].id});
  // More is there than is named, and nobody knows what.
  if (bom.incomplete) out.relationships.push_back({out.packages[0].id, "CONTAINS", std::string(kUnknown)});

  out.name = out.packages[0].name;
  out.created = bom.created;
  out.creator = "Tool: batten-" + std::string(kProgramVersion);
  out.comment = bom.incomplete ? "Incomplete: something was not read." : "";
  for (const std::string& text : bom.not_read) out.comment += "\nbatten:not_read=" + base::printable(text);
  std::string content = out.name + "\n" + out.creator + "\n" + out.created + "\n" + out.comment;
  for (const SpdxPackage& package : out.packages) {
    for (const std::string* part : {&package.id, &package.name, &package.version, &package.supplier, &package.originator, &package.license,
                                    &package.purl, &package.comment})
      content += "\n" + *part;
  }
  out.name_space = "urn:uuid:" + content_uuid(content);
  return out;
}

}  // namespace batten::report
