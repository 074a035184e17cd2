// SPDX-License-Identifier: Apache-2.0
//
// A content digest as OCI writes it: "sha256:" and 64 lower-case hex digits. Only sha256 is accepted.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::model {

class Digest {
 public:
  Digest() = default;
  // invalid_argument when the text is anything but sha256:<64 hex>. A digest from a manifest ends up in file names
  // and URLs, so this check is what keeps "../" out of them.
  static Result<Digest> parse(std::string_view text);
  static Digest of_sha256_hex(std::string_view hex) { return Digest("sha256:" + std::string(hex)); }

  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }
  std::string_view hex() const { return empty() ? std::string_view() : std::string_view(text_).substr(7); }
  // sha256: and the first 12 digits, for people.
  std::string short_text() const { return text_.substr(0, 19); }

  auto operator<=>(const Digest&) const = default;

 private:
  explicit Digest(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace batten::model
