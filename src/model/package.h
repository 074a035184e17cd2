// SPDX-License-Identifier: Apache-2.0
//
// An installed package, whatever its kind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batten::model {

// Where in the image something was found.
struct Location {
  std::string path;      // the package database or manifest, relative to the root
  int layer_index = -1;  // index into Report::layers of the layer that brought it; -1 not known (an SBOM)
  std::string inner;     // where inside that file, when it is an archive: "BOOT-INF/lib/a.jar", "a.war!/WEB-INF/lib/b.jar"; else empty

  bool operator==(const Location&) const = default;
};

struct Package {
  std::string type;            // purl type: "deb", "apk", "rpm" (later "npm", "pypi", ...)
  std::string name;            // as the package manager prints it
  std::string version;         // full version as the manager prints it: rpm "epoch:version-release" (epoch only when it is not 0)
  std::string arch;            // as the manager writes it: "amd64", "x86_64", "noarch", "all"
  std::string source_name;     // deb Source, apk origin, rpm source package; the package's own name when it has none
  std::string source_version;  // version of the source package; the package's own version when it is the same
  std::string origin;          // deb Origin/Maintainer's distribution when known, rpm Vendor, apk maintainer's repository; may be empty
  std::string maintainer;
  std::string modularity;             // rpm modularity label "perl:5.30:..."; else empty
  std::vector<std::string> licenses;  // as the package says them, in order, without repetition
  std::vector<std::string> files;     // files it owns, relative to the root, sorted; only when they were asked for
  std::uint64_t file_count = 0;       // how many it owns; 0 when not known
  // Of the files it owns those in which other packages may be found (a Python package's METADATA), as base::sha256_prefix of each path.
  // Used while layers are merged.
  std::vector<std::uint64_t> claimed_files;
  Location location;
  std::string found_by;   // how it was recognised, where there are several ways: "pom.properties", "file name; group not known"; else empty
  std::string owner;      // the operating system package that brought the file in which this one was found; empty: none did
  bool declared = false;  // named by a lock or project file; not said to be installed
  // A Go module in a program: which of its functions and packages the program holds, as model/symbol.h numbers them, sorted. Only when
  // has_symbols.
  std::vector<std::uint32_t> symbols;
  bool has_symbols = false;
  std::string purl;  // package-url, made by packages/purl

  bool operator==(const Package&) const = default;
};

// Is that type one of an operating system's packages?
constexpr bool is_of_system(std::string_view type) { return type == "deb" || type == "apk" || type == "rpm" || type == "alpm"; }

// What another file than the database says about a package of it (dpkg info/NAME.list, doc/NAME/copyright).
// Joined to the package of that type and name once the layers are merged.
struct PackageDetail {
  std::string type;
  std::string name;  // without ":arch"
  std::string arch;  // empty: any
  std::vector<std::string> licenses;
  std::vector<std::string> files;
  std::uint64_t file_count = 0;
  std::vector<std::uint64_t> claimed_files;

  bool operator==(const PackageDetail&) const = default;
};

}  // namespace batten::model
