// SPDX-License-Identifier: Apache-2.0
//
// Which operating system a root file system is, from os-release (freedesktop.org os-release(5)).
#pragma once

#include <string>
#include <vector>

namespace batten::model {

struct Distro {
  std::string id;           // "debian", "ubuntu", "alpine", "rhel", "rocky", "almalinux", "centos", ...
  std::string version_id;   // "12", "22.04", "3.20.3", "9.4"; empty for rolling ones
  std::string codename;     // VERSION_CODENAME: "bookworm"; empty when absent
  std::string pretty_name;  // for people
  std::vector<std::string> id_like;
  std::string cpe_name;

  bool operator==(const Distro&) const = default;
  bool known() const { return !id.empty(); }
};

// A package repository that the image itself names (apt sources, apk repositories).
struct Repository {
  std::string type;                     // "apt" or "apk"
  std::string uri;                      // "http://deb.debian.org/debian-security", no trailing slash
  std::string suite;                    // "bookworm-security"; empty for apk and flat repositories
  std::vector<std::string> components;  // {"main"}
  std::string signed_by;                // keyring path or empty
  std::string path;                     // the file in the image that says so

  bool operator==(const Repository&) const = default;
};

}  // namespace batten::model
