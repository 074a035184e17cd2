// SPDX-License-Identifier: Apache-2.0
//
// The package-url of a package of a programming language, by the definition of its type (purl specification ECMA-427, types/).
#pragma once

#include <optional>

#include "model/package.h"
#include "model/purl.h"

namespace batten::packages {

// pkg:npm/%40babel/core@7.0.0, pkg:pypi/ruamel-yaml@0.17: what stands before the last separator of the name ("/", maven ":") is the
// namespace where the type has one; what the type calls case-insensitive is lower case; pypi's runs of - _ . are one dash, pub's dashes are
// underscores. Qualifiers: gem platform, conda subdir and channel, conan user and channel, from the package's arch and origin. nullopt for
// other types.
std::optional<model::Purl> language_purl(const model::Package& package);

}  // namespace batten::packages
