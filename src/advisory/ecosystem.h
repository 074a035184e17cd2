// SPDX-License-Identifier: Apache-2.0
//
// The names by which feeds and matching mean a release of a distribution: "debian:12", "debian:sid", "ubuntu:22.04",
// "ubuntu-pro:22.04", "ubuntu-fips-updates:20.04", "alpine:3.20", "alpine:edge", "almalinux:9", "rocky:9", "redhat:9",
// "redhat-layered:9", "opensuse:15.6", "opensuse:tumbleweed", "sles:15.4", "wolfi", "chainguard",
// "amazon:2", "oracle:8", "azurelinux:3.0", "mariner:2.0", "photon:5.0", "fedora:43", "arch".
#pragma once

#include <string>
#include <string_view>

namespace batten::advisory {

// "bookworm" -> "debian:12", "sid" -> "debian:sid"; a codename that is not known stays: "debian:duke".
std::string debian_ecosystem(std::string_view codename);
// "12" -> "bookworm", "22.04" -> "jammy"; empty when not known.
std::string_view debian_codename(std::string_view major);
std::string_view ubuntu_codename(std::string_view version_id);

// What an OSV record calls it -> our name; empty when it is none of the distributions above. "Debian:12", "Alpine:v3.20",
// "Ubuntu:Pro:18.04:LTS", "AlmaLinux:9", "Rocky Linux:9". Red Hat's need more than the name, see redhat_product.h.
std::string ecosystem_of_osv(std::string_view osv);

}  // namespace batten::advisory
