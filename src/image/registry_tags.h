// SPDX-License-Identifier: Apache-2.0
//
// Which tags a repository has and what they point to (OCI distribution-spec 1.1, "Content Discovery" and "Checking if content exists"),
// with as few requests as that takes: what has not changed since an answer with an ETag is not sent again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/registry_client.h"
#include "model/digest.h"

namespace batten::image {

inline constexpr std::size_t kMaxTags = 10'000, kMaxTagPages = 200;

struct TagList {
  std::vector<std::string> tags;  // as they come; what is no tag by the specification is left out
  std::string etag;               // of a list of one page; empty: the registry gives none
  bool unchanged = false;         // the registry says that it is as it was with the ETag that was sent: tags is empty
  bool cut = false;               // there are more than kMaxTags, or more pages than kMaxTagPages
};

struct TagTarget {
  model::Digest digest;
  std::string etag;
  bool unchanged = false;  // by the ETag; digest is empty
};

// {"name": ..., "tags": [...]}: corrupt, limit. null instead of a list is an empty one.
Result<std::vector<std::string>> parse_tag_list(std::string_view json);
// May it be a tag? [A-Za-z0-9_][A-Za-z0-9._-]{0,127}
bool is_tag(std::string_view text);
// Seconds that "120" or an HTTP date in a Retry-After header asks to wait; nothing when it is neither.
std::optional<std::int64_t> parse_retry_after(std::string_view header, std::int64_t now);

// After a 429 of that client: the seconds to wait that the registry asks for, 60 when it does not say. Short waits have been tried by then.
std::optional<std::int64_t> must_wait_seconds(const RegistryClient& client);

class RegistryTags {
 public:
  explicit RegistryTags(RegistryClient& client) : client_(client) {}

  // known_etag: of the list that one has; empty: none. Errors say what to do: 401/403 denied, 404 not_found, 429 and 5xx unavailable.
  Result<TagList> list(const std::string& known_etag = {});
  // One HEAD; where a registry answers it without a digest (or not at all: 405), one GET.
  Result<TagTarget> target(const std::string& tag, const std::string& known_etag = {});

 private:
  Result<http::Response> ask(const std::string& method, const std::string& url, const std::string& accept, const std::string& etag);

  RegistryClient& client_;
};

}  // namespace batten::image
