// SPDX-License-Identifier: Apache-2.0
//
// Answers that may hold values: the body is bounded and every place where it was is overwritten. (What libcurl and TLS have in their own
// buffers is theirs.)
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "http/client.h"

namespace batten::secrets {

class WipedText {
 public:
  WipedText() = default;
  explicit WipedText(std::string&& text) : text_(std::move(text)) { base::wipe(text); }
  ~WipedText() { base::wipe(text_); }
  WipedText(WipedText&& other) noexcept : text_(std::move(other.text_)) { base::wipe(other.text_); }
  WipedText& operator=(WipedText&& other) noexcept {
    if (this == &other) return *this;
    base::wipe(text_);
    text_ = std::move(other.text_);
    base::wipe(other.text_);
    return *this;
  }
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;

  void append(std::string_view bytes);
  std::string_view view() const { return text_; }

 private:
  std::string text_;
};

struct WipedAnswer {
  int status = 0;
  http::Response rest;  // headers; of other statuses than 2xx the body too
  WipedText body;       // of 2xx
};

// As Client::send(); limit when the body is longer than max_bytes. The headers of the request are wiped, they may hold tokens.
Result<WipedAnswer> send_wiped(http::Client& client, http::Request& request, std::size_t max_bytes);

}  // namespace batten::secrets
