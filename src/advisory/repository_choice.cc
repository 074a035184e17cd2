// SPDX-License-Identifier: Apache-2.0
//
// Which repositories are asked. An image's own configuration is bytes from outside: a hostile one could name http://169.254.169.254/ as
// its repository. So of an image's hosts only the distributions' are asked, and for the rest the distribution's default.
#include <algorithm>
#include <array>

#include "advisory/ecosystem.h"
#include "advisory/repository_parts.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

bool is_http(const std::string& uri) { return uri.starts_with("http://") || uri.starts_with("https://"); }

bool is_security(const model::Repository& repository) {
  if (repository.type != "apt" || repository.suite.empty() || repository.suite.ends_with('/')) return false;
  // ESM needs a subscription's credentials.
  if (repository.uri.find("esm.ubuntu.com") != std::string::npos) return false;
  return repository.suite.ends_with("-security") || repository.suite.ends_with("/updates") ||
         repository.uri.find("debian-security") != std::string::npos || repository.uri.find("//security.") != std::string::npos;
}

bool may_ask(const model::Repository& repository, const RepositoryQuery& query, base::Notes& notes) {
  if (!is_http(repository.uri)) return false;
  if (query.any_host || is_distribution_host(repository.uri)) return true;
  notes.push_back({base::Note::Kind::kInfo, repository.path,
                   format("the repository {} is not asked: its host is not the distribution's", repository.uri), ""});
  return false;
}

std::string major_of(const std::string& version) { return version.substr(0, version.find('.')); }

model::Repository apt(std::string uri, std::string suite) {
  model::Repository out;
  out.type = "apt";
  out.uri = std::move(uri);
  out.suite = std::move(suite);
  out.components = {"main"};
  return out;
}

Result<model::Repository> default_suite(const RepositoryQuery& query) {
  const model::Distro& distro = query.distro;
  bool ubuntu = distro.id == "ubuntu";
  std::string codename = distro.codename;
  if (codename.empty()) codename = ubuntu ? ubuntu_codename(distro.version_id) : debian_codename(major_of(distro.version_id));
  if (codename.empty()) return Error{Code::kUnsupported, format("{} {}: no codename, so no security suite", distro.id, distro.version_id)};
  if (ubuntu) {
    bool main_archive = query.arch == "amd64" || query.arch == "i386" || query.arch.empty();
    model::Repository out =
        apt(main_archive ? "http://security.ubuntu.com/ubuntu" : "http://ports.ubuntu.com/ubuntu-ports", codename + "-security");
    out.components = {"main", "restricted", "universe", "multiverse"};
    return out;
  }
  // Up to buster the suite had another name.
  auto major = base::parse_unsigned(major_of(distro.version_id));
  bool old_name = major && *major < 11;
  return apt("http://deb.debian.org/debian-security", codename + (old_name ? "/updates" : "-security"));
}

}  // namespace

bool is_distribution_host(const std::string& url) {
  auto parsed = http::parse_url(url);
  if (!parsed || !parsed->port.empty()) return false;
  for (std::string_view domain : {"debian.org", "ubuntu.com", "alpinelinux.org"}) {
    if (parsed->host == domain || parsed->host.ends_with("." + std::string(domain))) return true;
  }
  return false;
}

void note_date(std::int64_t seconds, RepositoryAnswer& answer) { answer.date = std::max(answer.date, base::format_time(seconds)); }

Result<std::vector<model::Repository>> security_suites(const RepositoryQuery& query, base::Notes& notes) {
  std::vector<model::Repository> out;
  for (const model::Repository& repository : query.repositories) {
    if (!is_security(repository) || !may_ask(repository, query, notes)) continue;
    bool known = std::any_of(out.begin(), out.end(), [&](const model::Repository& other) {
      return other.uri == repository.uri && other.suite == repository.suite && other.components == repository.components;
    });
    if (!known && out.size() < 16) out.push_back(repository);
  }
  if (out.empty()) out.push_back(TRY(default_suite(query)));
  return out;
}

Result<std::vector<model::Repository>> apk_branches(const RepositoryQuery& query, base::Notes& notes) {
  std::vector<model::Repository> out;
  for (const model::Repository& repository : query.repositories) {
    if (repository.type != "apk" || !may_ask(repository, query, notes)) continue;
    if (out.size() < 16) out.push_back(repository);
  }
  if (!out.empty()) return out;
  std::vector<std::string_view> parts = base::split(query.distro.version_id, '.');
  if (parts.size() < 2) return Error{Code::kUnsupported, format("alpine {}: no release, so no branch", query.distro.version_id)};
  // 3.21_alpha20240923 is edge.
  bool edge = query.distro.version_id.find('_') != std::string::npos;
  std::string branch = edge ? "edge" : format("v{}.{}", parts[0], parts[1]);
  for (const char* name : {"main", "community"}) {
    model::Repository repository;
    repository.type = "apk";
    repository.uri = format("https://dl-cdn.alpinelinux.org/alpine/{}/{}", branch, name);
    out.push_back(std::move(repository));
  }
  return out;
}

}  // namespace batten::advisory
