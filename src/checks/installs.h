// SPDX-License-Identifier: Apache-2.0
//
// What RUNs install: packages in whatever version there is on the day of the build, packages that are not wanted in an image.
#pragma once

#include <initializer_list>

#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks {

// A hit for each call of these managers that installs packages without a version, unless it has one of the options (which say it another
// way).
void report_unpinned(const manifest::Dockerfile& file, std::initializer_list<PackageTool> managers,
                     std::initializer_list<std::string_view> options, Hits& hits);

// A hit for each call that installs wanted packages of the system into the image of the last stage, "vim and strace" + end; not where the
// RUN removes packages again.
void report_installed(const manifest::Dockerfile& file, bool (*wanted)(std::string_view package), std::string_view end, Hits& hits);

bool removes_packages(const Run& run);

}  // namespace batten::checks
