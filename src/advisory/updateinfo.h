// SPDX-License-Identifier: Apache-2.0
//
// updateinfo.xml, the errata of an rpm repository as createrepo_c keeps them beside its packages: Amazon Linux, Fedora and others.
//   <update type="security"><id/><title/><severity/><issued date=/><updated date=/><description/>
//     <references><reference type="cve" id="CVE-..."/></references>
//     <pkglist><collection short=><module name= stream=/><package name= epoch= version= release= arch=/></collection></pkglist></update>
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "model/advisory.h"

namespace batten::advisory {

// One package of an update with all architectures that have that version.
struct UpdatedPackage {
  std::string name, evr;            // "1:2.3-4.el9": an epoch only where it is not 0
  std::vector<std::string> arches;  // empty: built for all
  std::string modularity;           // "name:stream", or empty

  bool operator==(const UpdatedPackage&) const = default;
};

struct Update {
  std::string id, type, title, severity, description;
  std::string issued, updated;    // RFC 3339, or empty
  std::vector<std::string> cves;  // of its references, their titles, and where there are none, its own text
  std::vector<std::string> references;
  std::vector<UpdatedPackage> packages;  // without those that hold debug symbols or sources
  std::size_t unread_packages = 0;
};

// Updates that can't be read are refused. corrupt: the file has none, or ends within one.
Result<void> each_update(std::string_view name, std::string_view bytes, FeedSink& sink, const std::function<void(Update)>& visit);

// Rows of an update for that ecosystem, one for each package and CVE (or the update itself where it names none), and what the update says.
// adjust: may change a row before it is given.
void add_update(const Update& update, std::string_view ecosystem, bool by_source, FeedSink& sink,
                const std::function<void(model::Advisory&)>& adjust = {});

// The addresses of errata in an index of a repository (repomd.xml), which is at that address.
std::vector<FeedFile> updateinfo_of_repomd(std::string_view url, std::string_view bytes);

// "2024-05-06 07:08:09", "2024-05-06 07:08", "2024-05-06" -> RFC 3339; else empty.
std::string rfc3339_of(std::string_view date);
// The words of all distributions with rpm: "Important", "moderate", "medium", "low", ...
model::Severity rpm_severity(std::string_view word);
// All CVEs that a text names, in order, each once.
void add_cves(std::string_view text, std::vector<std::string>& to);

}  // namespace batten::advisory
