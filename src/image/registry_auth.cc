// SPDX-License-Identifier: Apache-2.0
#include "image/registry_auth.h"

#include <chrono>

#include "base/base64.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "base/text.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxConfigBytes = 4u << 20;

// Docker Hub's entry has this name from old times.
std::vector<std::string> names_of(const std::string& registry) {
  if (registry == "docker.io") return {"https://index.docker.io/v1/", "docker.io", "index.docker.io"};
  return {registry,
          "https://" + registry,
          "http://" + registry,
          "https://" + registry + "/",
          "https://" + registry + "/v2/",
          "https://" + registry + "/v1/"};
}

std::vector<std::string> config_files() {
  std::vector<std::string> out;
  if (std::string path = base::environment("REGISTRY_AUTH_FILE"); !path.empty()) out.push_back(path);
  if (std::string path = base::environment("XDG_RUNTIME_DIR"); !path.empty()) out.push_back(path + "/containers/auth.json");
  std::string docker = base::environment("DOCKER_CONFIG"), home = base::environment("HOME");
  if (docker.empty() && !home.empty()) docker = home + "/.docker";
  if (!docker.empty()) out.push_back(docker + "/config.json");
  return out;
}

Result<Credentials> ask_helper(std::string_view helper, const std::string& registry) {
  for (char c : helper) {
    bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
    if (!plain) return Error{Code::kInvalidArgument, "the name of a credential helper has odd characters"};
  }
  std::string server = names_of(registry).front();
  auto answer = TRY_IN(format("docker-credential-{}", helper),
                       base::run_process({"docker-credential-" + std::string(helper), "get"}, server + "\n", std::chrono::seconds(30)));
  if (answer.exit_status != 0) {
    if (base::lower(answer.out + answer.err).contains("not found")) return Credentials{};
    return Error{Code::kDenied, format("docker-credential-{} failed with status {}", helper, answer.exit_status)};
  }
  json::Document document = TRY_IN(format("answer of docker-credential-{}", helper), json::Document::parse(answer.out));
  Credentials out;
  out.user = document["Username"].string();
  out.password = document["Secret"].string();
  if (out.user == "<token>") out.identity_token = std::exchange(out.password, ""), out.user.clear();
  return out;
}

}  // namespace

Result<std::optional<Credentials>> credentials_of_file(std::string_view text, const std::string& registry) {
  json::Document document = TRY(json::Document::parse(text));
  for (const std::string& name : names_of(registry)) {
    json::View entry = document["auths"][name];
    if (!entry.is_object()) continue;
    Credentials out;
    out.identity_token = entry["identitytoken"].string();
    if (auto pair = base::unbase64(entry["auth"].string()); pair && pair->contains(':') && out.identity_token.empty()) {
      out.user = pair->substr(0, pair->find(':'));
      out.password = pair->substr(pair->find(':') + 1);
      while (out.password.ends_with('\0')) out.password.pop_back();
    }
    if (!out.empty()) return std::optional(out);
  }
  return std::optional<Credentials>();
}

Result<Credentials> find_credentials(const std::string& registry) {
  for (const std::string& path : config_files()) {
    auto text = base::read_file(path, kMaxConfigBytes);
    if (!text) {
      if (text.error().code == Code::kNotFound || text.error().code == Code::kDenied) continue;
      return text.error();
    }
    json::Document document = TRY_IN(path, json::Document::parse(*text));
    std::string_view helper;
    for (const std::string& name : names_of(registry)) {
      if (helper.empty()) helper = document["credHelpers"][name].string();
    }
    if (!helper.empty()) return ask_helper(helper, registry);
    std::optional<Credentials> here = TRY_IN(path, credentials_of_file(*text, registry));
    if (here) return *here;
    if (std::string_view store = document["credsStore"].string(); !store.empty()) {
      Result<Credentials> stored = ask_helper(store, registry);
      // A store that is not installed is no reason to fail where no login is needed.
      if (stored && !stored->empty()) return stored;
      if (!stored && stored.error().code != Code::kNotFound) return stored;
    }
  }
  return Credentials{};
}

std::optional<Challenge> parse_challenge(std::string_view header) {
  std::optional<Challenge> basic;
  // Challenges and their parameters are separated by commas alike: a word without '=' starts a new one.
  std::optional<Challenge> current;
  auto finish = [&]() -> bool {
    if (current && current->bearer && !current->realm.empty()) return true;
    if (current && !current->bearer && !basic) basic = current;
    current.reset();
    return false;
  };
  std::string_view rest = header.substr(0, 8192);
  while (!rest.empty()) {
    std::size_t start = rest.find_first_not_of(" ,\t");
    if (start == std::string_view::npos) break;
    rest.remove_prefix(start);
    std::size_t end = std::min(rest.find_first_of(" =,\t"), rest.size());
    std::string name = base::lower(rest.substr(0, end));
    std::size_t equals = std::min(rest.find_first_not_of(" \t", end), rest.size());  // RFC 9110, 5.6.3: old senders put spaces around it
    if (equals == rest.size() || rest[equals] != '=') {
      if (finish()) return current;
      rest.remove_prefix(end);
      if (name == "bearer" || name == "basic") current = Challenge{.bearer = name == "bearer", .realm = {}, .service = {}, .scope = {}};
      continue;
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t", equals + 1), rest.size()));
    std::string value;
    if (rest.starts_with('"')) {
      std::size_t i = 1;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value.push_back(rest[i]);
      }
      rest.remove_prefix(std::min(i + 1, rest.size()));
    } else {
      std::size_t stop = std::min(rest.find_first_of(" ,\t"), rest.size());
      value = rest.substr(0, stop);
      rest.remove_prefix(stop);
    }
    if (!current) continue;
    if (name == "realm") current->realm = value;
    if (name == "service") current->service = value;
    if (name == "scope") current->scope = value;
  }
  if (finish()) return current;
  return basic;
}

Result<std::string> answer_challenge(http::Client& client, const Challenge& challenge, const std::string& fallback_scope,
                                     const Credentials& credentials, bool verify_tls) {
  if (!challenge.bearer) {
    if (credentials.user.empty()) return Error{Code::kDenied, "the registry wants a login: docker login, or skopeo login"};
    return "Basic " + base::base64(credentials.user + ":" + credentials.password);
  }
  http::Url realm = TRY_IN("token realm", http::parse_url(challenge.realm));
  if (!credentials.empty() && realm.scheme != "https" && !http::is_loopback(realm.host)) {
    return Error{Code::kDenied,
                 format("the registry asks for the login to be sent to {} in the clear; refused", http::shown_url(challenge.realm))};
  }
  std::string scope = challenge.scope.empty() ? fallback_scope : challenge.scope;
  http::Request request;
  request.verify_tls = verify_tls;
  request.max_bytes = 1u << 20;
  request.total_timeout_ms = 30'000;
  if (!credentials.identity_token.empty()) {
    request.method = "POST";
    request.url = challenge.realm;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = "grant_type=refresh_token&client_id=batten&service=" + http::percent_encode(challenge.service) +
                   "&scope=" + http::percent_encode(scope) + "&refresh_token=" + http::percent_encode(credentials.identity_token);
  } else {
    request.url = challenge.realm + (challenge.realm.contains('?') ? "&" : "?") + "service=" + http::percent_encode(challenge.service);
    for (std::string_view part : base::words(scope)) request.url += "&scope=" + http::percent_encode(part);
    if (!credentials.user.empty())
      request.headers.emplace_back("Authorization", "Basic " + base::base64(credentials.user + ":" + credentials.password));
  }
  http::Response response = TRY_IN("token", client.send(request));
  if (response.status != 200) return base::in_context("token", http::status_error(request, response));
  json::Document document = TRY_IN("token", json::Document::parse(response.body, {.max_bytes = 1u << 20, .max_depth = 20}));
  std::string_view token = document["token"].string(document["access_token"].string());
  if (token.empty() || token.find_first_of("\r\n") != std::string_view::npos)
    return Error{Code::kDenied, format("{} gave no token", http::shown_url(challenge.realm))};
  return "Bearer " + std::string(token);
}

}  // namespace batten::image
