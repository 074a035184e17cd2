// SPDX-License-Identifier: Apache-2.0
#include "image/registry_client.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxManifestBytes = 8u << 20;
constexpr std::string_view kAccept =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.docker.distribution.manifest.v2+json";

std::string host_of(std::string_view registry) {
  if (registry.starts_with('[')) return std::string(registry.substr(1, registry.find(']') - 1));
  return std::string(registry.substr(0, registry.find(':')));
}

// What Docker was given for this registry: *.crt are authorities, NAME.cert with NAME.key is who we are.
void add_registry_certificates(const std::string& registry, http::Request& request) {
  std::string directory = "/etc/docker/certs.d/" + registry;
  auto names = base::list_directory(directory);
  if (!names) return;
  for (const std::string& name : *names) {
    std::string path = directory + "/" + name;
    if (name.ends_with(".crt")) request.ca_files.push_back(path);
    if (!name.ends_with(".cert") || !request.client_certificate.empty()) continue;
    request.client_certificate = path;
    request.client_key = path.substr(0, path.size() - 4) + "key";
  }
}

// Go's server says "Client sent an HTTP request to an HTTPS server.", nginx "The plain HTTP request was sent to HTTPS port"; others hang
// up.
bool is_answer_of_tls(const http::Response& response) {
  return response.status == 400 && response.body.contains("HTTP request") && response.body.contains("HTTPS");
}

}  // namespace

Result<std::vector<std::string>> registry_endpoints(const std::string& registry, const RegistryOptions& options) {
  std::vector<std::string> out;
  std::string from_environment = base::environment("BATTEN_REGISTRY_MIRRORS");
  for (std::string_view pair : base::split(from_environment, ',')) {
    std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && base::trim(pair.substr(0, equals)) == registry)
      out.emplace_back(base::trim(pair.substr(equals + 1)));
  }
  if (registry == "docker.io") {
    if (auto text = base::read_file("/etc/docker/daemon.json", 1u << 20)) {
      if (auto document = json::Document::parse(*text)) {
        for (std::string& mirror : (*document)["registry-mirrors"].strings()) out.push_back(std::move(mirror));
      }
    }
  }
  std::vector<std::string> allowed;
  for (std::string& mirror : out) {
    while (mirror.ends_with('/')) mirror.pop_back();
    http::Url url = TRY_IN("mirror of " + registry, http::parse_url(mirror));
    if (url.scheme == "https" || http::is_loopback(url.host) || options.allow_plain_http) allowed.push_back(std::move(mirror));
  }
  std::string host = host_of(registry);
  bool plain = http::is_loopback(host) || options.allow_plain_http;
  if (registry == "docker.io") {
    allowed.emplace_back("https://registry-1.docker.io");
  } else {
    // On this machine a registry may speak either; the plain one is the usual.
    if (plain) allowed.push_back("http://" + registry);
    allowed.push_back("https://" + registry);
  }
  return allowed;
}

RegistryClient::RegistryClient(std::string base_url, model::Reference reference, RegistryOptions options)
    : base_url_(std::move(base_url)), reference_(std::move(reference)), options_(options) {}

Result<void> RegistryClient::log_in(const std::string& header, bool writes) {
  std::optional<Challenge> challenge = parse_challenge(header);
  if (!challenge) return Error{Code::kDenied, "the registry refuses, and does not say how to log in"};
  // A mirror is another registry: what we know of the one it mirrors is not for it.
  http::Url url = TRY(http::parse_url(base_url_));
  std::string own_host = reference_.registry == "docker.io" ? "registry-1.docker.io" : base::lower(host_of(reference_.registry));
  std::string whose = url.host == own_host ? reference_.registry : url.host + (url.port.empty() ? "" : ":" + url.port);
  Credentials credentials = TRY(find_credentials(whose));
  if (!credentials.empty() && url.scheme != "https" && !http::is_loopback(url.host) && !options_.allow_plain_http) {
    return Error{Code::kDenied, "a login is not sent in the clear"};
  }
  authorization_ = TRY(answer_challenge(http_, *challenge, "repository:" + reference_.repository + (writes ? ":pull,push" : ":pull"),
                                        credentials, !options_.skip_tls_verify));
  return {};
}

std::string RegistryClient::address(std::string_view path) const { return base_url_ + "/v2/" + reference_.repository + std::string(path); }

Result<http::Response> RegistryClient::exchange(http::Request request, const std::function<Result<void>(std::string_view)>* sink) {
  request.idle_timeout_ms = options_.idle_timeout_ms;
  request.verify_tls = !options_.skip_tls_verify;
  http::Url own = TRY(http::parse_url(base_url_)), asked = TRY(http::parse_url(request.url));
  bool ours = own.scheme == asked.scheme && own.host == asked.host && own.port == asked.port;
  if (ours) add_registry_certificates(reference_.registry, request);
  const std::vector<std::pair<std::string, std::string>> headers = request.headers;
  for (int attempt = 0;; ++attempt) {
    request.headers = headers;
    if (ours && !authorization_.empty()) request.headers.emplace_back("Authorization", authorization_);
    http::Response response = sink != nullptr ? TRY(http_.send(request, *sink)) : TRY(http_.send(request));
    if (ours && own.scheme == "http" && is_answer_of_tls(response)) {
      base_url_.replace(0, 4, "https");
      request.url.replace(0, 4, "https");
      request.headers = headers;
      return exchange(std::move(request), sink);
    }
    asked_to_wait_ = response.status == 429 ? std::optional(response.header("retry-after")) : std::nullopt;
    if (response.status != 401 || attempt > 0 || !ours) return response;
    TRY_IN(http::shown_url(base_url_), log_in(response.header("www-authenticate"), request.method != "GET" && request.method != "HEAD"));
  }
}

Error RegistryClient::error_of(const http::Request& request, const http::Response& response) {
  Error error = http::status_error(request, response);
  bool reads = request.method == "GET" || request.method == "HEAD";
  if (response.status == 401 || response.status == 403)
    error.message +=
        format("; no right to {} it, or no such repository (docker login tells the registry who you are)", reads ? "read" : "write");
  if (response.status == 429)
    error.message += "; the registry limits requests: try later, log in, or use a mirror (BATTEN_REGISTRY_MIRRORS)";
  return error;
}

Result<http::Response> RegistryClient::get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers,
                                           std::uint64_t max_bytes, const std::function<Result<void>(std::string_view)>* sink) {
  http::Request request;
  request.url = address(path);
  request.max_bytes = max_bytes;
  request.headers = std::move(headers);
  http::Response response = TRY(exchange(request, sink));
  if (response.status == 200 || response.status == 206) return response;
  return error_of(request, response);
}

Result<RegistryManifest> RegistryClient::manifest(const std::string& target) {
  http::Response response =
      TRY_IN("manifest " + target, get("/manifests/" + target, {{"Accept", std::string(kAccept)}}, kMaxManifestBytes, nullptr));
  RegistryManifest out;
  out.digest = model::Digest::of_sha256_hex(base::sha256_hex(response.body));
  std::string expected = target.starts_with("sha256:") ? target : response.header("docker-content-digest");
  if (!expected.empty() && expected != out.digest.text() && expected.starts_with("sha256:")) {
    return Error{Code::kCorrupt, format("manifest {}: its bytes have the digest {}, not {}", target, out.digest.text(),
                                        base::printable(expected.substr(0, 100)))};
  }
  out.bytes = std::move(response.body);
  return out;
}

// "</v2/team/app/referrers/sha256:...?last=x>; rel=\"next\"": the part behind the repository. Empty: no further page, or one elsewhere.
std::string RegistryClient::next_page(std::string_view link) const {
  std::size_t begin = link.find('<'), end = link.find('>');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin || !link.substr(end).contains("next")) return "";
  std::string_view target = link.substr(begin + 1, end - begin - 1);
  if (target.starts_with(base_url_)) target.remove_prefix(base_url_.size());
  std::string own = "/v2/" + reference_.repository;
  if (!target.starts_with(own + "/referrers/") || target.contains("..")) return "";
  return std::string(target.substr(own.size()));
}

Result<std::vector<std::string>> RegistryClient::referrers(const model::Digest& subject) {
  constexpr std::size_t kMostPages = 10;
  std::vector<std::string> out;
  std::string path = "/referrers/" + subject.text();
  while (!path.empty()) {
    if (out.size() == kMostPages) return Error{Code::kLimit, format("referrers {}: more than {} pages", subject.short_text(), kMostPages)};
    http::Response response = TRY_IN("referrers " + subject.short_text(),
                                     get(path, {{"Accept", "application/vnd.oci.image.index.v1+json"}}, kMaxManifestBytes, nullptr));
    path = next_page(response.header("link"));
    out.push_back(std::move(response.body));
  }
  return out;
}

Result<std::string> RegistryClient::blob(const model::Digest& digest, std::uint64_t max_bytes) {
  http::Response response = TRY_IN("blob " + digest.short_text(), get("/blobs/" + digest.text(), {}, max_bytes, nullptr));
  if (base::sha256_hex(response.body) != digest.hex())
    return Error{Code::kCorrupt, format("blob {}: its bytes have another digest", digest.text())};
  return std::move(response.body);
}

Result<void> RegistryClient::stream_blob(const model::Digest& digest, const std::function<Result<void>(std::string_view)>& sink) {
  std::uint64_t done = 0;
  bool refused = false;
  for (int broken = 0;; ++broken) {
    // After a broken connection the blob is asked for again and what was passed on is skipped: that works with every registry.
    std::uint64_t to_skip = done;
    std::function<Result<void>(std::string_view)> pass_on = [&](std::string_view bytes) -> Result<void> {
      std::size_t skip = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip, bytes.size()));
      to_skip -= skip;
      bytes.remove_prefix(skip);
      if (bytes.empty()) return {};
      Result<void> taken = sink(bytes);
      refused = !taken;
      done += bytes.size();
      return taken;
    };
    std::uint64_t before = done;
    Result<http::Response> response = get("/blobs/" + digest.text(), {}, ~std::uint64_t{0}, &pass_on);
    if (response) return {};
    bool lost = response.error().code == Code::kUnavailable || response.error().code == Code::kTimeout;
    if (refused || !lost || broken == 3 || done == before) return base::in_context("blob " + digest.short_text(), response.error());
  }
}

}  // namespace batten::image
