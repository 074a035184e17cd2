// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_login.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "secrets/vault_wrap.h"

namespace batten::secrets {
namespace {

using Method = VaultLogin::Method;

constexpr std::size_t kMaxCredentialBytes = 64 << 10;
constexpr std::string_view kServiceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

struct MethodName {
  Method method;
  std::string_view name;
};
constexpr MethodName kMethods[] = {{Method::kToken, "token"}, {Method::kAppRole, "approle"},  {Method::kKubernetes, "kubernetes"},
                                   {Method::kJwt, "jwt"},     {Method::kCertificate, "cert"}, {Method::kNone, "none"}};

std::string_view name_of(Method method) {
  return std::ranges::find(kMethods, method, &MethodName::method)->name;  // all are there
}

Result<Method> chosen_method(const VaultVariables& variables) {
  if (std::string wanted = variables.get("AUTH_METHOD"); !wanted.empty()) {
    const auto* at = std::ranges::find(kMethods, std::string_view(wanted), &MethodName::name);
    if (at != std::end(kMethods)) return at->method;
    return Error{Code::kInvalidArgument, format("{} is {}; it can be token, approle, kubernetes, jwt, cert or none",
                                                variables.name_of("AUTH_METHOD"), base::printable(wanted))};
  }
  if (variables.has("TOKEN") || variables.has("TOKEN_FILE") || variables.has("WRAPPED_TOKEN")) return Method::kToken;
  if (variables.has("ROLE_ID")) return Method::kAppRole;
  if (variables.has("K8S_ROLE")) return Method::kKubernetes;
  if (variables.has("JWT_FILE")) return Method::kJwt;
  std::string home = variables.environment("HOME");
  if (!home.empty() && base::is_regular_file(home + "/.vault-token")) return Method::kToken;
  if (variables.has("CLIENT_CERT")) return Method::kCertificate;
  return Error{Code::kDenied, format("nothing says who asks: set {}, {}, {}, {} or {}, or log in so that ~/.vault-token is there",
                                     variables.name_of("TOKEN"), variables.name_of("ROLE_ID"), variables.name_of("K8S_ROLE"),
                                     variables.name_of("JWT_FILE"), variables.name_of("CLIENT_CERT"))};
}

Result<base::SecretBytes> credential_file(const std::string& path, const std::string& variable) {
  std::string bytes = TRY_IN(variable, base::read_file(path, kMaxCredentialBytes));
  base::SecretBytes whole = base::SecretBytes::taken_from(bytes);
  std::string_view text = base::trim(whole.view());
  if (text.empty()) return Error{Code::kNotFound, format("{}: {} is empty", variable, base::printable(path))};
  return base::SecretBytes(text);
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += out.empty() ? '{' : ',';
  json::append_quoted(out, name);
  out += ':';
  json::append_quoted(out, text);
}

}  // namespace

Result<VaultLogin> VaultLogin::chosen(const VaultVariables& variables) {
  VaultLogin out;
  out.method_ = TRY(chosen_method(variables));
  out.mount_ = variables.has("AUTH_MOUNT") ? variables.get("AUTH_MOUNT") : std::string(name_of(out.method_));
  while (out.mount_.ends_with('/')) out.mount_.pop_back();
  if (out.mount_.starts_with("auth/")) out.mount_.erase(0, 5);

  // The one place that a secret of the method comes from; two of them contradict each other.
  auto one_of = [&](std::string_view direct, std::string_view file, std::string_view wrapped) -> Result<void> {
    std::vector<std::string> set;
    for (std::string_view name : {direct, file, wrapped}) {
      if (!name.empty() && variables.has(name)) set.push_back(variables.name_of(name));
    }
    if (set.size() > 1) return Error{Code::kInvalidArgument, base::join(set, " and ") + " are both set; which of them is meant?"};
    if (set.empty()) return {};
    out.variable_ = set.front();
    std::string name_of_file = file.empty() ? "" : variables.name_of(file);
    std::string value = variables.environment(out.variable_.c_str());
    if (out.variable_ == name_of_file) {
      out.file_ = std::move(value);
    } else {
      out.is_wrapped_ = !wrapped.empty() && out.variable_ == variables.name_of(wrapped);
      out.given_ = base::SecretBytes(base::trim(value));
      base::wipe(value);
    }
    return {};
  };
  auto required = [&](std::string_view name) -> Result<std::string> {
    if (variables.has(name)) return variables.get(name);
    return Error{Code::kInvalidArgument, format("{} is not set, which a login by {} needs", variables.name_of(name), name_of(out.method_))};
  };
  switch (out.method_) {
    case Method::kToken:
      TRY(one_of("TOKEN", "TOKEN_FILE", "WRAPPED_TOKEN"));
      if (out.variable_.empty()) {
        out.variable_ = "~/.vault-token";
        out.file_ = variables.environment("HOME") + "/.vault-token";
      }
      break;
    case Method::kAppRole:
      out.role_ = TRY(required("ROLE_ID"));
      TRY(one_of("SECRET_ID", "SECRET_ID_FILE", "WRAPPED_SECRET_ID"));
      break;
    case Method::kKubernetes:
      out.role_ = TRY(required("K8S_ROLE"));
      out.variable_ = variables.name_of("JWT_FILE");
      out.file_ = variables.has("JWT_FILE") ? variables.get("JWT_FILE") : std::string(kServiceAccountToken);
      break;
    case Method::kJwt:
      out.role_ = variables.get("JWT_ROLE");
      out.variable_ = variables.name_of("JWT_FILE");
      out.file_ = TRY(required("JWT_FILE"));
      break;
    case Method::kCertificate:
      TRY(required("CLIENT_CERT"));
      out.role_ = variables.get("CERT_ROLE");
      break;
    case Method::kNone: break;
  }
  return out;
}

Result<VaultToken> VaultLogin::token(VaultClient& client) {
  switch (method_) {
    case Method::kNone: return VaultToken{};
    case Method::kToken: return found_token(client);
    default: return logged_in(client);
  }
}

Result<VaultToken> VaultLogin::found_token(VaultClient& client) {
  if (is_wrapped_) {
    VaultAnswer answer = TRY(unwrap(
        client, given_,
        {.what = "token", .variable = variable_, .made_at = {"auth/token/create", "auth/token/create/*", "auth/token/create-orphan"}}));
    VaultToken token = TRY_IN(variable_, vault_token(answer));
    given_ = token.value.copy();
    is_wrapped_ = false;
    return token;
  }
  base::SecretBytes token = given_.empty() ? TRY(credential_file(file_, variable_)) : given_.copy();
  if (std::ranges::any_of(token.view(), [](char c) { return c <= ' ' || c >= 127; }))
    return Error{Code::kInvalidArgument, variable_ + ": what is there is no token"};
  return looked_up(client, std::move(token));
}

Result<base::SecretBytes> VaultLogin::secret_id(VaultClient& client) {
  if (!file_.empty()) return credential_file(file_, variable_);
  if (is_wrapped_) {
    std::string made_at = format("auth/{}/role/*/secret-id", mount_);
    VaultAnswer answer = TRY(unwrap(client, given_, {.what = "secret ID", .variable = variable_, .made_at = {made_at}}));
    std::string_view text = answer.data()["secret_id"].string();
    if (text.empty()) return Error{Code::kCorrupt, variable_ + ": what was wrapped has no secret_id in it"};
    given_ = base::SecretBytes(text);  // for later logins: it can be opened only once
    is_wrapped_ = false;
  }
  return given_.copy();
}

Result<std::string> VaultLogin::login_body(VaultClient& client) {
  std::string out;
  out.reserve(8 * kMaxCredentialBytes);  // never copied while it grows
  if (method_ == Method::kAppRole) {
    append_member(out, "role_id", role_);
    base::SecretBytes secret = TRY(secret_id(client));
    if (!secret.empty()) append_member(out, "secret_id", secret.view());
  } else if (method_ == Method::kCertificate) {
    if (!role_.empty()) append_member(out, "name", role_);
  } else {
    base::SecretBytes jwt = TRY(credential_file(file_, variable_));
    if (!role_.empty()) append_member(out, "role", role_);
    append_member(out, "jwt", jwt.view());
  }
  out += out.empty() ? "{}" : "}";
  return out;
}

Result<VaultToken> VaultLogin::logged_in(VaultClient& client) {
  std::string body = TRY(login_body(client));
  VaultCall call{.method = "POST", .path = format("auth/{}/login", mount_), .body = std::move(body)};
  base::SecretBytes sent{std::string_view(call.body)};
  VaultAnswer answer = TRY(client.send(call));
  if (answer.is_ok()) return vault_token(answer);
  Error error = answer.error(Code::kDenied);
  if (answer.status() == 404) error.code = Code::kDenied;
  json::Document document = TRY(json::Document::parse(sent.view(), {.wipes = true}));
  document.root().each_member([&](std::string_view name, json::View value) {
    if (name != "role" && name != "name") hide_secret(error.message, value.string());
  });
  return base::in_context(format("login by {}", name_of(method_)), std::move(error));
}

Result<VaultToken> looked_up(VaultClient& client, base::SecretBytes token) {
  VaultAnswer answer = TRY(client.send({.path = "auth/token/lookup-self", .token = &token}));
  VaultToken out{.value = std::move(token)};
  if (!answer.is_ok()) return out;  // what is asked next will tell whether it is good
  out.ttl = vault_seconds(answer.data()["ttl"]);
  if (out.ttl.count() == 0 && answer.data()["expire_time"].is_string()) out.ttl = std::chrono::seconds(1);  // less than one is left
  out.renewable = answer.data()["renewable"].boolean();
  return out;
}

}  // namespace batten::secrets
