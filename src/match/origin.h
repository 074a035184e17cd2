// SPDX-License-Identifier: Apache-2.0
//
// Is a package the distribution's own build? An advisory is about those; a package of the same name from elsewhere has versions of its
// own.
#pragma once

#include "model/package.h"

namespace batten::match {

// False only when the package says that somebody else built it. Debian and Ubuntu share packages, as do Red Hat and its rebuilds.
bool is_own_build(const model::Package& package);

}  // namespace batten::match
