// SPDX-License-Identifier: Apache-2.0
//
// A vulnerability feed: where it is served, what it is about, how its bytes become Advisories. One file in feeds/ per feed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/byte_source.h"
#include "base/note.h"
#include "base/result.h"
#include "model/advisory.h"
#include "model/distro.h"
#include "model/report.h"

namespace batten::advisory {

// Where an importer puts what it reads. Order does not matter. Records that can't be read are counted with refuse().
class FeedSink {
 public:
  virtual ~FeedSink() = default;
  virtual void advisory(model::Advisory advisory) = 0;
  // A row that counts only where no advisory() is about the same ecosystem, package and vulnerability: an erratum (DSA, USN) about
  // vulnerabilities that usually have records of their own. Where it yields, its record id becomes an alias of the vulnerability.
  virtual void advisory_if_absent(model::Advisory advisory) = 0;
  virtual void vulnerability(model::Vulnerability vulnerability) = 0;
  virtual void epss(std::string_view cve, double score, double percentile) = 0;
  virtual void kev(std::string_view cve, model::KnownExploited entry) = 0;
  // The newest date seen; the latest one wins.
  virtual void data_date(std::string_view rfc3339) = 0;
  // A record that can't be read: "CVE-2024-1.json", "affected[2]: version is no string".
  virtual void refuse(std::string_view record, std::string_view why) = 0;
};

// One thing to download. Several make one feed (Alpine: a file per release and repository).
struct FeedFile {
  std::string url;  // empty: only taken from a mirror directory
  // Names below which a mirror directory (db update --from) may hold it, first found wins; "*" is a glob. Any of .zst .gz .xz .bz2 may
  // follow.
  std::vector<std::string> mirror_names;
  // The address is of an index, which says where the file is (Feed::follow). A mirror has the file itself.
  bool index = false;
  // Beside the file, at its address and at a mirror's: the list of changed records ("TIME,ID", newest first), with each record as ID.json.
  // Empty: there is none.
  std::string changes = {};
};

struct FeedExample {
  std::string_view file_name;  // name of the file as import() gets it
  std::string_view content;    // a small record in the feed's format
  std::string_view expect;     // rows as "ecosystem package id state fixed" joined by "; " ("-" for no fixed version), sorted;
                               // also "epss CVE score percentile" and "kev CVE added due [ransomware]"
};

struct Feed {
  std::string_view name;     // "debian"
  std::string_view summary;  // one line with the publisher and the format
  std::string_view license;  // of the data
  // Raised when the importer's result changes: built databases are built again.
  int revision;
  // Is it needed for an image of that distribution? A distribution of id "" asks for feeds that every scan needs (kev, epss).
  bool (*wanted)(const model::Distro& distro);
  // The files of this feed for that distribution (all when none is given).
  std::vector<FeedFile> (*files)(const model::Distro* distro);
  // Reads one file's inflated bytes. name: file name or archive member. A broken record is refused and the rest goes on;
  // an error means that the file as a whole can't be used. Archives (.tar, .zip) are opened by the caller: import gets each member.
  Result<void> (*import)(std::string_view name, std::string_view bytes, FeedSink& sink);
  std::span<const FeedExample> examples;
  // Of a language's ecosystem: the purl type whose packages it is about, also the name of the ecosystem in its rows, and the version
  // scheme. Needed where there are such packages, whatever the distribution. Empty: of a distribution, or of all.
  std::string_view package_type = {};
  std::string_view scheme = {};
  // Also about programs without a package, purl type "generic": needed where there are any.
  bool programs = false;
  // A scan uses it where it is in the database, and does not fetch it.
  bool if_there = false;
  // Too large to come with the others from their public addresses: fetched when it is named.
  bool large = false;
  // What an index at that address leads to: files, or further indexes. Nothing when it is no such index. Needed where files() gives any.
  std::vector<FeedFile> (*follow)(std::string_view url, std::string_view bytes) = nullptr;
};

std::span<const Feed* const> all_feeds();
const Feed* find_feed(std::string_view name);

}  // namespace batten::advisory
