// SPDX-License-Identifier: Apache-2.0
#include "advisory/change_list.h"

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kFirstPieceBytes = 64 << 10;
constexpr std::size_t kMaxListBytes = 64 << 20;
constexpr std::size_t kMaxLineBytes = 512;

std::string_view unquoted(std::string_view field) {
  field = base::trim(field);
  if (field.size() >= 2 && field.starts_with('"') && field.ends_with('"')) field = field.substr(1, field.size() - 2);
  return field;
}

// It becomes a file name and part of an address.
bool good_id(std::string_view id) {
  if (id.empty() || id.size() > 200 || id[0] == '.') return false;
  for (char c : id) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-_.:+").contains(c);
    if (!plain) return false;
  }
  return true;
}

Result<Change> parse_line(std::string_view line) {
  std::size_t comma = line.find(',');
  if (line.size() > kMaxLineBytes || comma == std::string_view::npos) return Error{Code::kCorrupt, "no TIME,NAME"};
  std::string_view time = unquoted(line.substr(0, comma)), name = unquoted(line.substr(comma + 1));
  auto seconds = base::parse_time(time);
  if (!seconds) {
    std::swap(time, name);
    seconds = base::parse_time(time);
  }
  if (!seconds) return Error{Code::kCorrupt, "no time"};
  if (name.ends_with(".json")) name.remove_suffix(5);
  if (!good_id(name)) return Error{Code::kCorrupt, format("\"{}\" is no record's name", base::printable(name.substr(0, 100)))};
  return Change{std::string(name), std::string(time), *seconds};
}

// The part of the list from `have` on, with If-Range where something is there already.
http::Request request_piece(const std::string& url, std::size_t have, std::size_t size, const std::string& etag) {
  http::Request out;
  out.url = url;
  out.max_bytes = kMaxListBytes;
  out.connect_timeout_ms = 5000;
  out.retries = 1;
  out.headers.emplace_back("Range", format("bytes={}-{}", have, have + size - 1));
  if (have > 0) out.headers.emplace_back("If-Range", etag);
  return out;
}

// "bytes 0-65535/2500000": does the piece reach the end?
bool is_last(const http::Response& answer, std::size_t have) {
  std::string range = answer.header("content-range");
  std::size_t slash = range.rfind('/');
  if (slash == std::string::npos) return false;
  auto total = base::parse_unsigned(std::string_view(range).substr(slash + 1));
  return total && *total <= have;
}

}  // namespace

Result<std::optional<std::vector<Change>>> parse_changes(std::string_view text, std::int64_t since, std::size_t most, bool whole) {
  std::vector<Change> out;
  std::size_t number = 0;
  std::int64_t before = INT64_MAX;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    if (end == std::string_view::npos && !whole) return std::optional<std::vector<Change>>();
    std::string_view line = base::trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.empty()) continue;
    Change change = TRY_IN(format("change list, line {}", number), parse_line(line));
    if (change.seconds > before) return Error{Code::kCorrupt, format("change list, line {}: newer than the line before", number)};
    before = change.seconds;
    if (change.seconds < since) return std::optional(std::move(out));
    if (out.size() == most) return Error{Code::kLimit, format("change list: more than {} changes", most)};
    out.push_back(std::move(change));
  }
  if (!whole) return std::optional<std::vector<Change>>();
  return std::optional(std::move(out));
}

Result<ChangeList> fetch_changes(http::Client& client, const std::string& url, const std::optional<Download>& known, std::int64_t since,
                                 std::size_t most) {
  ChangeList out;
  std::string text;
  std::size_t piece = kFirstPieceBytes;
  while (true) {
    http::Request request = request_piece(url, text.size(), piece, out.validators.etag);
    if (text.empty() && known && !known->etag.empty()) request.headers.emplace_back("If-None-Match", known->etag);
    http::Response answer = TRY(client.send(request));
    if (answer.status == 304 && known && text.empty()) {
      out.unchanged = true;
      out.validators = *known;
      return out;
    }
    if (answer.status != 200 && answer.status != 206) return http::status_error(request, answer);
    bool whole = answer.status == 200;
    if (whole) text.clear();
    text += answer.body;
    whole = whole || is_last(answer, text.size());
    out.validators = {url, answer.header("etag"), answer.header("last-modified")};
    auto changes = TRY_IN(url, parse_changes(text, since, most, whole));
    if (changes) {
      out.changes = *std::move(changes);
      return out;
    }
    // Without a strong ETag nothing says that two pieces are of one list.
    bool strong = !out.validators.etag.empty() && !out.validators.etag.starts_with("W/");
    if (answer.body.empty() || !strong || text.size() >= kMaxListBytes) {
      return Error{Code::kLimit, format("{}: too much changed", url)};
    }
    piece *= 4;
  }
}

}  // namespace batten::advisory
