// SPDX-License-Identifier: Apache-2.0
#include "secrets/wiped_answer.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace batten::secrets {

void WipedText::append(std::string_view bytes) {
  if (text_.size() + bytes.size() > text_.capacity()) {
    std::string larger;
    larger.reserve(std::max<std::size_t>(4096, 2 * (text_.size() + bytes.size())));
    larger += text_;
    base::wipe(text_);
    text_ = std::move(larger);
  }
  text_ += bytes;
}

Result<WipedAnswer> send_wiped(http::Client& client, http::Request& request, std::size_t max_bytes) {
  WipedAnswer out;
  Result<http::Response> response = client.send(request, [&](std::string_view bytes) -> Result<void> {
    if (out.body.view().size() + bytes.size() > max_bytes)
      return Error{Code::kLimit, format("an answer of more than {} bytes, which no secret of this provider is", max_bytes)};
    out.body.append(bytes);
    return {};
  });
  for (auto& [name, value] : request.headers) base::wipe(value);
  if (!response) return response.error();
  out.status = response->status;
  out.rest = std::move(*response);
  return out;
}

}  // namespace batten::secrets
