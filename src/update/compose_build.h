// SPDX-License-Identifier: Apache-2.0
//
// What Compose files say of how a service is built: for Compose itself, asked to build it under another name; and for `docker build`, where
// there is no Compose.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "update/build_source.h"

namespace batten::update {

// A file to be put over those of the project, in which the service has that image and nothing else. first: the text of the project's first
// file, whose version an older Compose wants to find again.
Result<std::string> image_override(std::string_view first, std::string_view service, std::string_view image);

// Of what `compose config` prints: values of build arguments, which may be secret. not_found: no such service, or it is not built.
Result<std::vector<std::string>> build_argument_values(std::string_view config, std::string_view service);

// The same build without Compose. Paths are from the directory. unsupported: it says more than can be said to `docker build`. Nothing: the
// file has no build of the service.
Result<std::optional<BuildSource>> build_without_compose(std::string_view text, std::string_view service, const std::string& directory);

}  // namespace batten::update
