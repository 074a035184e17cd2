// SPDX-License-Identifier: Apache-2.0
#include "cli/db_feeds.h"

#include "advisory/database.h"
#include "advisory/feed.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::cli {

std::string database_directory_of(const Arguments& arguments) { return arguments.value("db", advisory::database_directory()); }

Result<std::vector<std::string>> feeds_named(const Arguments& arguments, std::size_t from) {
  std::vector<std::string> out;
  for (std::size_t i = from; i < arguments.positional.size(); ++i) {
    const std::string& name = arguments.positional[i];
    if (advisory::find_feed(name) == nullptr) {
      std::vector<std::string> known;
      for (const advisory::Feed* feed : advisory::all_feeds()) known.emplace_back(feed->name);
      return Error{Code::kInvalidArgument, format("there is no feed \"{}\"; there is {}", name, base::join(known, ", "))};
    }
    out.push_back(name);
  }
  return out;
}

std::string padded(std::string text, std::size_t width, bool right) {
  std::size_t size = base::display_width(text);
  std::string blanks(size < width ? width - size : 0, ' ');
  return right ? blanks + text : text + blanks;
}

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, 1, ',');
  return out;
}

}  // namespace batten::cli
