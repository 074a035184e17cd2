// SPDX-License-Identifier: Apache-2.0
#include "policy/vex_match.h"

#include <algorithm>

#include "base/text.h"

namespace batten::policy {
namespace {

using model::Purl;

std::string qualifier(const Purl& purl, const char* name) {
  auto at = purl.qualifiers.find(name);
  return at == purl.qualifiers.end() ? std::string() : at->second;
}

std::string normal_name(const std::string& type, std::string_view name) {
  bool any_case = type == "deb" || type == "apk" || type == "pypi" || type == "github" || type == "bitbucket";
  std::string out = any_case ? base::lower(name) : std::string(name);
  if (type == "pypi") std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

// rpm's epoch stands in a qualifier or before the version; 0 is none.
std::string rpm_version(const std::string& version, const std::string& epoch) {
  if (!epoch.empty() && epoch != "0" && !version.contains(':')) return epoch + ":" + version;
  return version.starts_with("0:") ? version.substr(2) : version;
}

bool same_version(const Purl& wanted, const std::string& version, const std::string& epoch) {
  if (wanted.version.empty()) return true;
  if (wanted.type != "rpm") return wanted.version == version;
  return rpm_version(wanted.version, qualifier(wanted, "epoch")) == rpm_version(version, epoch);
}

// "debian-12", "12", "bookworm", "debian-bookworm"; "alpine-3.20" is every 3.20.x.
bool same_distro(std::string_view wanted, const std::string& own, const model::Distro& distro) {
  if (wanted == own) return true;
  if (wanted.starts_with(distro.id + "-")) wanted.remove_prefix(distro.id.size() + 1);
  if (!distro.known() || wanted.empty()) return false;
  return wanted == distro.codename || wanted == distro.version_id || distro.version_id.starts_with(std::string(wanted) + ".");
}

// part, vendor, product, version; from cpe:/o:redhat:enterprise_linux:9 and cpe:2.3:o:redhat:enterprise_linux:9:*:...
std::vector<std::string_view> cpe_parts(std::string_view cpe) {
  if (cpe.starts_with("cpe:2.3:")) {
    cpe.remove_prefix(8);
  } else if (cpe.starts_with("cpe:/")) {
    cpe.remove_prefix(5);
  } else {
    return {};
  }
  std::vector<std::string_view> parts = base::split(cpe, ':');
  parts.resize(4);
  return parts;
}

}  // namespace

bool is_package(const Purl& wanted, const model::Package& package, const Purl& own, const model::Distro& distro) {
  std::string arch = qualifier(wanted, "arch");
  bool source = arch == "source" || arch == "src";
  const std::string& name = source ? package.source_name : own.name;
  const std::string& version = source ? (package.source_version.empty() ? package.version : package.source_version) : own.version;
  if (wanted.type != own.type || base::lower(wanted.space) != base::lower(own.space)) return false;
  if (normal_name(wanted.type, wanted.name) != normal_name(own.type, name)) return false;
  if (!same_version(wanted, version, source ? "" : qualifier(own, "epoch"))) return false;
  if (!wanted.subpath.empty() && wanted.subpath != own.subpath) return false;
  return std::all_of(wanted.qualifiers.begin(), wanted.qualifiers.end(), [&](const auto& pair) {
    const auto& [key, value] = pair;
    if (value.empty() || key == "epoch" || (key == "arch" && source)) return true;
    return key == "distro" ? same_distro(value, qualifier(own, "distro"), distro) : value == qualifier(own, key.c_str());
  });
}

ScannedProduct::ScannedProduct(const model::Report& report) : arch_(report.config.platform.arch), cpe_(report.distro.cpe_name) {
  const model::SourceInfo& source = report.source;
  auto add_digest = [&](const model::Digest& digest) {
    if (!digest.empty()) digests_.push_back(digest.text());
  };
  add_digest(source.manifest_digest);
  add_digest(source.index_digest);
  add_digest(source.config_digest);
  auto add_name = [&](std::string_view text) {
    auto name = model::parse_reference(text);
    if (!name) return;
    add_digest(name->digest);
    names_.push_back(*std::move(name));
  };
  for (const std::string& tag : source.repo_tags) add_name(tag);
  // Elsewhere these are paths and names of containers.
  if (source.kind != "registry" && source.kind != "docker") return;
  add_name(source.name);
  std::string_view given = source.reference;
  if (given.starts_with(source.kind + ":")) given.remove_prefix(source.kind.size() + 1);
  add_name(given);
}

bool ScannedProduct::is(const VexComponent& component) const {
  auto known = [&](const std::string& digest) { return std::find(digests_.begin(), digests_.end(), digest) != digests_.end(); };
  return std::any_of(component.digests.begin(), component.digests.end(), known) ||
         std::any_of(component.purls.begin(), component.purls.end(), [&](const Purl& purl) { return is_image(purl); }) ||
         std::any_of(component.cpes.begin(), component.cpes.end(), [&](const std::string& cpe) { return is_system(cpe); });
}

// oci: the version is a digest, the name the last part of the repository, which repository_url tells whole. docker: the version is a tag or
// digest, namespace and name are the repository.
bool ScannedProduct::is_image(const Purl& purl) const {
  bool docker = purl.type == "docker";
  if (!docker && purl.type != "oci") return false;
  if (std::string arch = qualifier(purl, "arch"); !arch.empty() && !arch_.empty() && arch != arch_) return false;
  if (purl.version.starts_with("sha256:")) return std::find(digests_.begin(), digests_.end(), purl.version) != digests_.end();
  std::string tag = docker ? purl.version : qualifier(purl, "tag");
  if (!docker && !purl.version.empty()) return false;
  std::string url = qualifier(purl, "repository_url");
  for (std::string_view scheme : {"https://", "http://", "index."}) {
    if (url.starts_with(scheme)) url.erase(0, scheme.size());
  }
  while (url.ends_with('/')) url.pop_back();
  return std::any_of(names_.begin(), names_.end(), [&](const model::Reference& name) {
    std::string_view repository = name.repository;
    std::string whole = name.registry + "/" + name.repository;
    std::string parent = whole.substr(0, whole.rfind('/'));
    if (!tag.empty() && tag != name.tag) return false;
    if (docker) {
      std::string wanted = (purl.space.empty() && name.registry == "docker.io" ? "library" : purl.space);
      if (wanted + (wanted.empty() ? "" : "/") + purl.name != repository) return false;
      return url.empty() ? name.registry == "docker.io" : url == name.registry || url == whole;
    }
    if (base::lower(purl.name) != base::lower(repository.substr(repository.rfind('/') + 1))) return false;
    return url.empty() || url == whole || url == parent;
  });
}

bool ScannedProduct::is_system(const std::string& cpe) const {
  std::vector<std::string_view> wanted = cpe_parts(cpe), own = cpe_parts(cpe_);
  if (wanted.empty() || own.empty() || wanted[2].empty() || !std::equal(wanted.begin(), wanted.begin() + 3, own.begin())) return false;
  std::string_view version = wanted[3];
  return version.empty() || version == "*" || version == own[3] || own[3].starts_with(std::string(version) + ".");
}

}  // namespace batten::policy
