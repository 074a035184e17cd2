// SPDX-License-Identifier: Apache-2.0
#include "image/registry_tags.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxPageBytes = 16u << 20;
constexpr std::int64_t kWaitWhenNotSaid = 60, kLongestWait = 7 * 24 * 3600;
constexpr std::string_view kAccept =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// "</v2/team/app/tags/list?last=x&n=100>; rel=\"next\"": the whole address. Only of the same repository at the same place: a registry must
// not be able to send us, with our login, anywhere else. Empty: no further page.
std::string next_page(std::string_view link, const RegistryClient& client) {
  std::size_t begin = link.find('<'), end = link.find('>');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin || !link.substr(end).contains("next")) return "";
  std::string_view target = link.substr(begin + 1, end - begin - 1);
  const std::string own = client.address("/tags/list");
  std::string_view own_path = std::string_view(own).substr(client.base_url().size());
  if (target.starts_with(client.base_url())) target.remove_prefix(client.base_url().size());
  bool odd = std::ranges::any_of(target, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  if (odd || !target.starts_with(std::string(own_path) + "?")) return "";
  return client.base_url() + std::string(target);
}

}  // namespace

bool is_tag(std::string_view text) {
  return !text.empty() && text.size() <= 128 && is_word(text[0]) &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

Result<std::vector<std::string>> parse_tag_list(std::string_view text) {
  json::Document document = TRY_IN("list of tags", json::Document::parse(text, {.max_bytes = kMaxPageBytes, .max_depth = 10}));
  json::View tags = document["tags"];
  if (!tags.is_array() && tags.type() != json::Type::kNull) return Error{Code::kCorrupt, "list of tags: there is no member \"tags\""};
  std::vector<std::string> out;
  tags.each([&](json::View tag) {
    if (is_tag(tag.string())) out.emplace_back(tag.string());
  });
  return out;
}

std::optional<std::int64_t> parse_retry_after(std::string_view header, std::int64_t now) {
  header = base::trim(header);
  if (auto seconds = base::parse_unsigned(header))
    return std::min<std::int64_t>(static_cast<std::int64_t>(std::min<std::uint64_t>(*seconds, kLongestWait)), kLongestWait);
  if (auto when = base::parse_http_time(header)) return std::clamp<std::int64_t>(*when - now, 0, kLongestWait);
  return std::nullopt;
}

std::optional<std::int64_t> must_wait_seconds(const RegistryClient& client) {
  if (!client.asked_to_wait()) return std::nullopt;
  return parse_retry_after(*client.asked_to_wait(), base::now_seconds()).value_or(kWaitWhenNotSaid);
}

Result<http::Response> RegistryTags::ask(const std::string& method, const std::string& url, const std::string& accept,
                                         const std::string& etag) {
  http::Request request;
  request.method = method;
  request.url = url;
  request.max_bytes = kMaxPageBytes;
  request.headers = {{"Accept", accept}};
  if (!etag.empty()) request.headers.emplace_back("If-None-Match", etag);
  http::Response response = TRY(client_.exchange(request));
  if (response.status == 200 || response.status == 304) return response;
  return RegistryClient::error_of(request, response);
}

Result<TagList> RegistryTags::list(const std::string& known_etag) {
  TagList out;
  std::set<std::string> visited;
  std::string url = client_.address("/tags/list");
  for (std::size_t page = 0; !url.empty(); ++page) {
    if (page == kMaxTagPages || !visited.insert(url).second) {
      out.cut = true;
      break;
    }
    http::Response response = TRY_IN("tags", ask("GET", url, "application/json", page == 0 ? known_etag : ""));
    if (response.status == 304) {
      out.unchanged = true;
      out.etag = known_etag;
      return out;
    }
    std::vector<std::string> tags = TRY(parse_tag_list(response.body));
    url = next_page(response.header("link"), client_);
    // Later pages can change while the first does not.
    if (page == 0 && url.empty()) out.etag = response.header("etag").substr(0, 200);
    for (std::string& tag : tags) {
      if (out.tags.size() == kMaxTags) {
        out.cut = true;
        return out;
      }
      out.tags.push_back(std::move(tag));
    }
  }
  return out;
}

Result<TagTarget> RegistryTags::target(const std::string& tag, const std::string& known_etag) {
  const std::string accept(kAccept), url = client_.address("/manifests/" + tag), where = "tag " + tag;
  TagTarget out;
  Result<http::Response> head = ask("HEAD", url, accept, known_etag);
  if (!head && head.error().code != Code::kUnsupported) return base::in_context(where, head.error());
  if (head && head->status == 304) {
    out.unchanged = true;
    out.etag = known_etag;
    return out;
  }
  if (head) {
    out.digest = model::Digest::parse(head->header("docker-content-digest")).value_or(model::Digest());
    out.etag = head->header("etag").substr(0, 200);
    if (!out.digest.empty()) return out;
  }
  out.digest = TRY(client_.manifest(tag)).digest;
  return out;
}

}  // namespace batten::image
