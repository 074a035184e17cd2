// SPDX-License-Identifier: Apache-2.0
//
// Is a package the distribution's own build? An advisory is about those; a package of the same name from elsewhere has versions of its
// own.
#pragma once

#include <string_view>

#include "model/package.h"

namespace batten::match {

// False only when the package says that somebody else built it. Debian and Ubuntu share packages, as do Red Hat and its rebuilds. distro:
// id of the distribution in which it is installed.
bool is_own_build(const model::Package& package, std::string_view distro);

}  // namespace batten::match
