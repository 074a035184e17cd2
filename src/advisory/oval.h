// SPDX-License-Identifier: Apache-2.0
//
// Definitions of the Open Vulnerability and Assessment Language (oval.mitre.org, version 5) as vendors of Linux write them. The test of a
// definition is a tree of criteria; what a criterion asks is read from its comment ("bind is earlier than 30:9.3.3-8.el5"), or found
// through its test, the test's object (a package's name) and state (a version).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "base/xml.h"

namespace batten::advisory::oval {

// What a test compares.
struct Check {
  std::string package, evr;
  bool or_equal = false;  // "less than or equal" instead of "less than"
};

// Checks by the id of their test, from the rpminfo_test, rpminfo_object and rpminfo_state of the file, whose elements have that prefix
// ("linux-def:", or none).
Result<std::map<std::string, Check, std::less<>>> checks_of(std::string_view bytes, std::string_view prefix);

// One criterion of the form "PACKAGE is earlier than EVR", with what must hold beside it.
struct Criterion {
  std::string package, evr;
  std::string release;     // "8" of "Oracle Linux 8 is installed"
  std::string arch;        // "x86_64" of "Oracle Linux arch is x86_64"
  std::string modularity;  // "virt:ol" of "Module virt:ol is enabled"
};

// All of a definition, at most a hundred thousand.
std::vector<Criterion> criteria_of(xml::View definition);

// The time at which the file was made (generator/timestamp), or empty.
std::string timestamp_of(std::string_view bytes);

}  // namespace batten::advisory::oval
