// SPDX-License-Identifier: Apache-2.0
#include "image/sbom_parse.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/purl.h"

namespace batten::image {
namespace {

constexpr json::Limits kLimits{.max_bytes = 256u << 20, .max_depth = 100};
constexpr std::size_t kMaxPackages = 200'000;

// Collects packages and what their URLs say about the distribution.
class Collector {
 public:
  // Nothing happens for a text that is no package URL: counted.
  void package(std::string_view purl_text, std::string_view version, std::vector<std::string> licenses, std::string_view where) {
    Result<model::Purl> purl = model::parse_purl(purl_text);
    if (!purl || inventory.packages.size() >= kMaxPackages) {
      ++unread;
      return;
    }
    model::Package& out = inventory.packages.emplace_back();
    auto qualifier = [&](const char* name) {
      auto at = purl->qualifiers.find(name);
      return at == purl->qualifiers.end() ? std::string() : at->second;
    };
    out.type = purl->type;
    out.name = purl->name;
    out.version = purl->version.empty() ? std::string(version) : purl->version;
    if (std::string epoch = qualifier("epoch"); out.type == "rpm" && !epoch.empty() && epoch != "0") {
      if (!out.version.contains(':')) out.version = epoch + ":" + out.version;
    }
    out.arch = qualifier("arch");
    // upstream=NAME or NAME@VERSION; for rpm the name of the source package file.
    std::string upstream = qualifier("upstream");
    out.source_name = upstream.substr(0, upstream.find('@'));
    if (std::size_t at = upstream.find('@'); at != std::string::npos) out.source_version = upstream.substr(at + 1);
    if (out.type == "rpm" && out.source_name.ends_with(".src.rpm")) {
      std::string name = out.source_name.substr(0, out.source_name.size() - 8);
      if (std::size_t release = name.rfind('-'); release != std::string::npos) {
        if (std::size_t dash = name.rfind('-', release - 1); dash != std::string::npos) out.source_name = name.substr(0, dash);
      }
    }
    if (out.source_name.empty()) out.source_name = out.name;
    if (out.source_version.empty()) out.source_version = out.version;
    out.modularity = qualifier("modularitylabel");
    out.licenses = std::move(licenses);
    out.location.path = where;
    out.purl = purl_text;
    bool system = out.type == "deb" || out.type == "apk" || out.type == "rpm";
    if (system) ++distros_[{purl->space, qualifier("distro")}];
  }

  void finish() {
    if (!inventory.distro.known() && !distros_.empty()) {
      auto most = std::max_element(distros_.begin(), distros_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
      const auto& [space, distro] = most->first;
      inventory.distro.id = space;
      // "debian-12", "alpine-3.20.3", or only "12"
      inventory.distro.version_id = distro.starts_with(space + "-") ? distro.substr(space.size() + 1) : distro;
    }
    if (unread > 0) {
      inventory.notes.push_back({base::Note::Kind::kSkipped, "SBOM", format("{} entries have no package URL and can't be matched", unread),
                                 "make the SBOM with a tool that writes package URLs"});
    }
    auto key = [](const model::Package& p) { return std::tie(p.type, p.name, p.version, p.arch); };
    std::sort(inventory.packages.begin(), inventory.packages.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  }

  model::Inventory inventory;
  std::size_t unread = 0;

 private:
  std::map<std::pair<std::string, std::string>, std::size_t> distros_;
};

std::vector<std::string> cyclonedx_licenses(json::View list) {
  std::vector<std::string> out;
  list.each([&](json::View item) {
    for (json::View text : {item["expression"], item["license"]["id"], item["license"]["name"]}) {
      if (text.is_string()) {
        out.emplace_back(text.string());
        break;
      }
    }
  });
  return out;
}

// Components may hold components.
void cyclonedx_components(json::View list, Collector& out, int depth) {
  list.each([&](json::View item) {
    std::string_view type = item["type"].string();
    std::string_view purl = item["purl"].string();
    if (type == "operating-system") {
      out.inventory.distro.id = item["name"].string();
      out.inventory.distro.version_id = item["version"].string();
    } else if (!purl.empty()) {
      std::string_view where;
      item["properties"].each([&](json::View property) {
        std::string_view name = property["name"].string();
        if (name == "batten:path" || name == "syft:location:0:path" || name == "aquasecurity:trivy:FilePath")
          where = property["value"].string();
      });
      while (where.starts_with('/')) where.remove_prefix(1);
      out.package(purl, item["version"].string(), cyclonedx_licenses(item["licenses"]), where);
    } else if (type == "library" || type == "application" || type == "framework") {
      ++out.unread;
    }
    if (depth < 20) cyclonedx_components(item["components"], out, depth + 1);
  });
}

void spdx_packages(json::View list, Collector& out) {
  list.each([&](json::View item) {
    std::string_view purl;
    item["externalRefs"].each([&](json::View reference) {
      if (reference["referenceType"].string() == "purl") purl = reference["referenceLocator"].string();
    });
    std::string_view purpose = item["primaryPackagePurpose"].string();
    if (purpose == "OPERATING-SYSTEM" || purpose == "OPERATING_SYSTEM") {
      out.inventory.distro.id = item["name"].string();
      out.inventory.distro.version_id = item["versionInfo"].string();
      return;
    }
    if (purl.empty()) {
      if (purpose != "CONTAINER") ++out.unread;
      return;
    }
    if (purl.starts_with("pkg:oci/") || purl.starts_with("pkg:docker/")) return;  // the image itself
    std::vector<std::string> licenses;
    std::string_view declared = item["licenseDeclared"].string();
    if (!declared.empty() && declared != "NOASSERTION" && declared != "NONE") licenses.emplace_back(declared);
    out.package(purl, item["versionInfo"].string(), std::move(licenses), "");
  });
}

}  // namespace

Result<model::Inventory> parse_sbom(std::string_view text) {
  json::Document document = TRY_IN("SBOM", json::Document::parse(text, kLimits));
  json::View root = document.root();
  Collector collector;
  if (root["bomFormat"].string() == "CycloneDX") {
    cyclonedx_components(root["components"], collector, 0);
    json::View subject = root["metadata"]["component"];
    if (!collector.inventory.distro.known() && subject["type"].string() == "operating-system") {
      collector.inventory.distro.id = subject["name"].string();
      collector.inventory.distro.version_id = subject["version"].string();
    }
  } else if (root["spdxVersion"].is_string()) {
    spdx_packages(root["packages"], collector);
  } else {
    return Error{Code::kUnsupported, "SBOM: neither CycloneDX JSON (bomFormat) nor SPDX JSON (spdxVersion)"};
  }
  collector.finish();
  collector.inventory.distro.id = base::lower(collector.inventory.distro.id);
  return std::move(collector.inventory);
}

}  // namespace batten::image
