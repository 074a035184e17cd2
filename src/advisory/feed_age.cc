// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_age.h"

#include <algorithm>

#include "advisory/feed.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

bool is_from_its_publisher(const FeedStatus& status) {
  const Feed* feed = find_feed(status.name);
  if (feed == nullptr || status.origin.empty()) return false;
  auto files = feed->files(nullptr);
  return std::any_of(files.begin(), files.end(), [&](const FeedFile& file) { return file.url.starts_with(status.origin); });
}

}  // namespace

FeedAge age_of(const FeedStatus& status, std::int64_t now) {
  FeedAge out;
  auto data = base::parse_time(status.data_date);
  out.of_data = data && !is_from_its_publisher(status);
  auto since = out.of_data ? data : base::parse_time(status.checked);
  if (since) out.days = std::max<std::int64_t>(0, (now - *since) / 86400);
  return out;
}

}  // namespace batten::advisory
