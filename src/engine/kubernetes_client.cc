// SPDX-License-Identifier: Apache-2.0
#include "engine/kubernetes_client.h"

#include <sys/mman.h>

#include <cerrno>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};
constexpr std::uint64_t kMaxToken = 1u << 20;
constexpr int kPage = 500;

// A text as a file that only this process has; empty text: the path that is given.
Result<std::string> path_of(const std::string& text, const std::string& file, base::Fd& keep) {
  if (text.empty()) return file;
  keep = base::Fd(::memfd_create("kubernetes", MFD_CLOEXEC));
  if (!keep.valid()) return base::errno_error("memfd_create", errno);
  TRY(base::write_all(keep.get(), text));
  return format("/proc/self/fd/{}", keep.get());
}

std::string where_of(const KubernetesAddress& address) { return format("cluster '{}'", base::printable(address.context.substr(0, 200))); }

}  // namespace

Error kubernetes_refusal(int status, std::string_view body, const std::string& where, const std::string& what) {
  std::string said;
  if (auto document = json::Document::parse(body, {.max_bytes = 1u << 20, .max_depth = 20})) said = document->root()["message"].string();
  said = base::printable(said.substr(0, 600));
  const std::string tail = said.empty() ? std::string() : ": " + said;
  switch (status) {
    case 401:
      return {Code::kDenied, format("{} does not know who asks (401){}: the token or certificate is wrong or has expired", where, tail)};
    case 403: return {Code::kDenied, format("{} does not allow it (403){}: its RBAC has to allow that account this", where, tail)};
    case 404:
    case 410: return {Code::kNotFound, format("{} has no {}", where, what)};
    case 409: return {Code::kConflict, format("{}: {} was changed by somebody else meanwhile (409){}", where, what, tail)};
    case 422: return {Code::kInvalidArgument, format("{} refuses the change of {} (422){}", where, what, tail)};
    default: break;
  }
  const bool again = status == 408 || status == 429 || status >= 500;
  return {again ? Code::kUnavailable : Code::kUnsupported, format("{}: {}: answer {}{}", where, what, status, tail)};
}

Result<KubernetesClient> KubernetesClient::make(KubernetesAddress address, int answer_timeout_ms) {
  KubernetesClient out(std::move(address));
  const KubernetesAddress& its = out.address_;
  out.answer_timeout_ms_ = answer_timeout_ms;
  out.authority_path_ = TRY(path_of(its.authority, its.authority_file, out.authority_));
  out.certificate_path_ = TRY(path_of(its.certificate, its.certificate_file, out.certificate_));
  out.key_path_ = TRY(path_of(its.key, its.key_file, out.key_));
  const bool plain = its.server.starts_with("http://");
  if (plain) {
    const http::Url url = TRY(http::parse_url(its.server));
    if (!http::is_loopback(url.host))
      return Error{Code::kDenied, format("{}: its server has no TLS, and a token is not sent in the clear", where_of(its))};
  }
  for (const std::string* file : {&out.authority_path_, &out.certificate_path_, &out.key_path_}) {
    if (file->empty() || file->starts_with("/proc/self/fd/")) continue;
    TRY_IN(where_of(its), base::open_read(*file));
  }
  return out;
}

Result<std::string> KubernetesClient::send(std::string method, const std::string& path, std::string body, const std::string& what) {
  const std::string where = where_of(address_);
  http::Request request;
  request.method = std::move(method);
  request.url = address_.server + path;
  request.headers.emplace_back("Accept", "application/json");
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/strategic-merge-patch+json");
  // A pod's token is written anew from time to time.
  std::string token = address_.token;
  if (token.empty() && !address_.token_file.empty())
    token = std::string(base::trim(TRY_IN(where, base::read_file(address_.token_file, kMaxToken))));
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  request.body = std::move(body);
  request.idle_timeout_ms = request.total_timeout_ms = answer_timeout_ms_;
  request.max_redirects = 0;
  request.retries = request.method == "GET" ? 2 : 0;
  request.verify_tls = address_.verify_tls;
  if (!authority_path_.empty()) request.ca_files.push_back(authority_path_);
  request.client_certificate = certificate_path_;
  request.client_key = key_path_;
  http::Response response = TRY_IN(where, http_.send(request));
  if (response.status / 100 != 2) return kubernetes_refusal(response.status, response.body, where, what);
  return std::move(response.body);
}

Result<std::string> KubernetesClient::get(const std::string& path, const std::string& what) { return send("GET", path, {}, what); }

Result<std::string> KubernetesClient::patch(const std::string& path, const std::string& body, const std::string& what) {
  return send("PATCH", path, body, what);
}

Result<void> KubernetesClient::remove(const std::string& path, const std::string& what) {
  Result<std::string> done = send("DELETE", path, {}, what);
  if (!done && done.error().code != Code::kNotFound) return done.error();
  return {};
}

Result<void> KubernetesClient::list(const std::string& path, const std::string& what, const std::function<void(json::View item)>& item,
                                    std::size_t max_items) {
  std::string next;
  std::size_t items = 0;
  do {
    std::string page = format("{}{}limit={}", path, path.contains('?') ? '&' : '?', kPage);
    if (!next.empty()) page += "&continue=" + http::percent_encode(next);
    const std::string text = TRY(get(page, what));
    json::Document document = TRY_IN(what, json::Document::parse(text, kLimits));
    document["items"].each([&](json::View one) {
      if (++items <= max_items) item(one);
    });
    if (items > max_items) return Error{Code::kLimit, format("{}: more than {} {}", where_of(address_), max_items, what)};
    std::string after(document["metadata"]["continue"].string());
    if (!after.empty() && after == next) return Error{Code::kCorrupt, format("{}: {}: a page leads to itself", where_of(address_), what)};
    next = std::move(after);
  } while (!next.empty());
  return {};
}

}  // namespace batten::engine
