// SPDX-License-Identifier: Apache-2.0
//
// Comments that say a secret may stay where it is:
//
//   key = "..."  # batten:ignore github-token it is revoked, tests need its form
//   // batten:ignore github-token,jwt the reason           on the line before
//
// and those of other tools, which give no reason: gitleaks:allow, betterleaks:allow, trufflehog:ignore, kingfisher:ignore,
// "pragma: allowlist secret".
#pragma once

#include <string>
#include <string_view>

namespace batten::leaks {

// Why the secret of that kind at offset in text is let be; empty: it is not. The reason never holds the secret.
std::string allowed_by(std::string_view text, std::size_t offset, std::size_t length, std::string_view kind);

}  // namespace batten::leaks
