// SPDX-License-Identifier: Apache-2.0
//
// Properties are those that Syft (syft:...) and Trivy (aquasecurity:trivy:...) are documented to write, and Batten's own.
#include "image/sbom_collect.h"

#include <algorithm>
#include <tuple>

#include "base/format.h"
#include "base/text.h"
#include "model/purl.h"

namespace batten::image {
namespace {

constexpr std::size_t kMaxPackages = 200'000;
constexpr std::size_t kMaxLayers = 1000;
constexpr std::size_t kMaxNamed = 10;  // unread entries that the note names

bool is_system(std::string_view type) { return model::is_of_system(type); }

// NAME-VERSION-RELEASE.src.rpm
std::pair<std::string, std::string> source_rpm(std::string_view file) {
  if (file.ends_with(".src.rpm")) file.remove_suffix(8);
  std::size_t release = file.rfind('-');
  std::size_t version = release == std::string_view::npos || release == 0 ? release : file.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0) return {std::string(file), ""};
  return {std::string(file.substr(0, version)), std::string(file.substr(version + 1))};
}

// Names that several scanners have for one distribution.
std::string distribution_id(std::string_view name) {
  std::string id = base::lower(name);
  if (id == "redhat") return "rhel";
  if (id == "alma") return "almalinux";
  if (id == "amazon") return "amzn";
  return id == "oracle" ? "ol" : id;
}

class Properties {
 public:
  explicit Properties(const SbomEntry& entry) : entry_(entry) {}

  // The first of names that the entry has.
  std::string first(std::initializer_list<std::string_view> names) const {
    for (std::string_view name : names) {
      for (const auto& [key, value] : entry_.properties) {
        if (key == name && !value.empty()) return std::string(value);
      }
    }
    return {};
  }

 private:
  const SbomEntry& entry_;
};

// npm "@scope/name", Maven "group:artifact", Go and Composer "a/b": as their registries name packages.
std::string language_name(const model::Purl& purl) {
  if (purl.space.empty() || is_system(purl.type)) return purl.name;
  std::string out = purl.space + (purl.type == "maven" ? ":" : "/") + purl.name;
  return purl.type == "golang" && !purl.subpath.empty() ? out + "/" + purl.subpath : out;
}

void add_source(const Properties& properties, const std::string& upstream, model::Package& package) {
  package.source_name =
      properties.first({"batten:source", "aquasecurity:trivy:SrcName", "syft:metadata:source", "syft:metadata:originPackage"});
  package.source_version = properties.first({"batten:source_version", "syft:metadata:sourceVersion"});
  if (std::string version = properties.first({"aquasecurity:trivy:SrcVersion"}); package.source_version.empty() && !version.empty()) {
    std::string epoch = properties.first({"aquasecurity:trivy:SrcEpoch"}), release = properties.first({"aquasecurity:trivy:SrcRelease"});
    package.source_version = (epoch.empty() || epoch == "0" ? "" : epoch + ":") + version + (release.empty() ? "" : "-" + release);
  }
  std::string file = package.type == "rpm" ? properties.first({"syft:metadata:sourceRpm"}) : "";
  if (package.type == "rpm" && file.empty()) file = upstream;
  if (package.source_name.empty() && !file.empty()) {
    package.source_name = source_rpm(file).first;
  } else if (package.source_name.empty() && !upstream.empty()) {
    // upstream=NAME or NAME@VERSION
    package.source_name = upstream.substr(0, upstream.find('@'));
    if (std::size_t at = upstream.find('@'); at != std::string::npos) package.source_version = upstream.substr(at + 1);
  }
  if (package.source_name.empty()) package.source_name = package.name;
  if (package.source_version.empty()) package.source_version = package.version;
}

}  // namespace

int SbomCollector::layer_index(std::string_view diff_id) {
  if (auto known = layers_.find(diff_id); known != layers_.end()) return known->second;
  Result<model::Digest> digest = model::Digest::parse(diff_id);
  if (!digest || layers_.size() >= kMaxLayers) return -1;
  int index = static_cast<int>(inventory_.layers.size());
  inventory_.layers.push_back(*digest);
  layers_.emplace(diff_id, index);
  return index;
}

void SbomCollector::layer(std::string_view diff_id) { (void)layer_index(diff_id); }

void SbomCollector::distribution(std::string_view name, std::string_view version, std::string_view pretty_name, std::string_view codename) {
  if (name.empty() || inventory_.distro.known()) return;
  inventory_.distro.id = distribution_id(name);
  inventory_.distro.version_id = version;
  inventory_.distro.pretty_name = pretty_name;
  inventory_.distro.codename = codename;
}

void SbomCollector::unread(const SbomEntry& entry) {
  ++unread_;
  if (unread_names_.size() < kMaxNamed) {
    std::string text = base::printable(entry.name.substr(0, 100));
    if (!entry.version.empty()) text += " " + base::printable(entry.version.substr(0, 100));
    unread_names_.push_back(std::move(text));
  }
}

void SbomCollector::add(const SbomEntry& entry) {
  Properties properties(entry);
  model::Purl purl;
  if (Result<model::Purl> parsed = model::parse_purl(entry.purl)) {
    purl = std::move(*parsed);
    if (purl.type == "oci" || purl.type == "docker") return;  // an image, not a package in it
  } else {
    // Without a URL, what says of which kind it is will do.
    std::string type = properties.first({"batten:type", "syft:package:type"});
    bool usable = entry.purl.empty() && !entry.name.empty() && (is_system(type) || !properties.first({"batten:type"}).empty());
    if (!usable) return unread(entry);
    purl.type = type;
    purl.name = entry.name;
  }
  if (inventory_.packages.size() >= kMaxPackages) {
    ++too_many_;
    return;
  }
  auto qualifier = [&](const char* name) {
    auto at = purl.qualifiers.find(name);
    return at == purl.qualifiers.end() ? std::string() : at->second;
  };
  model::Package& out = inventory_.packages.emplace_back();
  out.type = purl.type;
  out.name = language_name(purl);
  out.version = purl.version.empty() ? std::string(entry.version) : purl.version;
  if (std::string epoch = qualifier("epoch"); is_system(out.type) && !epoch.empty() && epoch != "0") {
    if (!out.version.contains(':')) out.version = epoch + ":" + out.version;
  }
  out.arch = qualifier("arch");
  if (out.arch.empty()) out.arch = properties.first({"batten:arch"});
  add_source(properties, qualifier("upstream"), out);
  for (const char* name : {"rpmmod", "modularitylabel"}) {
    if (out.modularity.empty()) out.modularity = qualifier(name);
  }
  if (out.modularity.empty()) out.modularity = properties.first({"batten:modularity", "aquasecurity:trivy:Modularitylabel"});
  out.maintainer = entry.maintainer;
  out.origin = entry.origin.empty() ? properties.first({"batten:origin"}) : entry.origin;
  out.licenses = entry.licenses;
  std::string path = properties.first({"batten:path", "syft:location:0:path", "aquasecurity:trivy:FilePath"});
  out.location.path = path.substr(std::min(path.find_first_not_of('/'), path.size()));
  out.location.inner = properties.first({"batten:inner"});
  out.found_by = properties.first({"batten:found_by"});
  out.location.layer_index = layer_index(properties.first({"batten:layer", "aquasecurity:trivy:LayerDiffID", "syft:location:0:layerID"}));
  out.purl = entry.purl;
  if (is_system(out.type) && !purl.space.empty()) ++distros_[{purl.space, qualifier("distro")}];
}

void SbomCollector::note(std::string message) { inventory_.notes.push_back({base::Note::Kind::kSkipped, "SBOM", std::move(message), ""}); }

model::Inventory SbomCollector::finish() {
  if (!inventory_.distro.known() && !distros_.empty()) {
    auto most = std::max_element(distros_.begin(), distros_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto& [space, distro] = most->first;
    // "debian-12", "alpine-3.20.3", or only "12"; the URL's namespace names the vendor, the qualifier what os-release does.
    std::size_t dash = distro.rfind('-');
    bool named = dash != std::string::npos && dash + 1 < distro.size() && distro[dash + 1] >= '0' && distro[dash + 1] <= '9';
    bool number = !distro.empty() && distro[0] >= '0' && distro[0] <= '9';
    distribution(named ? distro.substr(0, dash) : space,
                 named    ? distro.substr(dash + 1)
                 : number ? distro
                          : "",
                 "", !named && !number && distro.starts_with(space + "-") ? distro.substr(space.size() + 1) : "");
  }
  if (unread_ > 0) {
    std::string names = base::join(unread_names_, ", ") + (unread_ > unread_names_.size() ? ", ..." : "");
    inventory_.notes.push_back(
        {base::Note::Kind::kSkipped, "SBOM",
         format("{} {} no package URL and can't be matched: {}", unread_, unread_ == 1 ? "entry has" : "entries have", names),
         "make the SBOM with a tool that writes package URLs"});
  }
  if (too_many_ > 0) note(format("more than {} packages: {} are left out", kMaxPackages, too_many_));
  auto key = [](const model::Package& p) { return std::tie(p.type, p.name, p.version, p.arch, p.location.path, p.location.inner); };
  std::sort(inventory_.packages.begin(), inventory_.packages.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return std::move(inventory_);
}

std::string actor_of(std::string_view spdx) {
  for (std::string_view kind : {"Organization:", "Person:"}) {
    if (!spdx.starts_with(kind)) continue;
    std::string_view text = base::trim(spdx.substr(kind.size()));
    std::size_t bracket = text.ends_with(')') ? text.rfind('(') : std::string_view::npos;
    if (bracket == std::string_view::npos) return std::string(text);
    std::string name(base::trim(text.substr(0, bracket)));
    std::string_view address = text.substr(bracket + 1, text.size() - bracket - 2);
    return address.empty() ? name : name + " <" + std::string(address) + ">";
  }
  return {};
}

}  // namespace batten::image
