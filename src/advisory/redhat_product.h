// SPDX-License-Identifier: Apache-2.0
//
// Red Hat names products by CPE (Common Platform Enumeration 2.2, URI form): which major release of Enterprise Linux is a product
// for, and what was the CPE of an OSV ecosystem, which is the CPE without its head.
#pragma once

#include <string>
#include <string_view>

namespace batten::advisory {

// "cpe:/a:redhat:rhel_eus:9.2::appstream" -> "9", "cpe:/a:redhat:openshift:4.16::el9" -> "9"; version: a package's version, whose
// ".el8" decides when the CPE does not. Empty when neither tells.
std::string redhat_major(std::string_view cpe, std::string_view version);

// "redhat:9" for Enterprise Linux itself and its support streams (EUS, AUS, TUS, E4S, ELS, extras); "redhat-layered:9" for what is
// sold on top of it (OpenShift, Satellite, JBoss, software collections), whose builds of a package say nothing about the system's
// package of the same name. Empty when the release is not known.
std::string redhat_ecosystem(std::string_view cpe, std::string_view version);

// "Red Hat:enterprise_linux:9::appstream" -> "cpe:/a:redhat:enterprise_linux:9::appstream"; empty when it is not Red Hat's.
std::string redhat_cpe_of_osv(std::string_view ecosystem);

}  // namespace batten::advisory
