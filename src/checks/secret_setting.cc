// SPDX-License-Identifier: Apache-2.0
#include "checks/secret_setting.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/text.h"

namespace batten::checks {
namespace {

// "dbPassword", "DB_PASSWORD", "db-password" -> {"db", "password"}.
std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> out(1);
  bool before_lower = false;
  for (char c : name.substr(0, 200)) {
    auto u = static_cast<unsigned char>(c);
    bool upper = std::isupper(u) != 0;
    if (std::isalnum(u) == 0 || (upper && before_lower)) out.emplace_back();
    before_lower = std::islower(u) != 0;
    if (std::isalnum(u) != 0) out.back().push_back(static_cast<char>(std::tolower(u)));
  }
  std::erase_if(out, [](const std::string& part) { return part.empty(); });
  return out;
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::string_view (&list)[N]) {
  return std::ranges::find(list, text) != std::end(list);
}

constexpr std::string_view kSecretWords[] = {"password",  "passwd",     "passphrase",  "pwd",  "secret", "token",
                                             "apikey",    "credential", "credentials", "pass", "passw",  "secrets",
                                             "authtoken", "accesskey",  "privatekey",  "pin",  "psk"};
// "api key", "access key": key alone says nothing.
constexpr std::string_view kKeyWords[] = {"api", "access",  "secret",  "private", "encryption", "signing", "auth",    "master",
                                          "app", "account", "license", "storage", "session",    "jwt",     "encrypt", "shared"};
// What a secret's name is followed by when it is about one, not one.
constexpr std::string_view kAbout[] = {
    "file",       "path",    "dir",        "url",      "uri",     "name",    "user",      "username", "length",   "policy",   "expiry",
    "ttl",        "timeout", "id",         "type",     "hint",    "min",     "max",       "enabled",  "required", "rotation", "provider",
    "store",      "manager", "endpoint",   "host",     "port",    "header",  "prefix",    "field",    "issuer",   "audience", "lifetime",
    "expiration", "expires", "arn",        "ref",      "mount",   "engine",  "algorithm", "alg",      "bits",     "size",     "count",
    "limit",      "reset",   "validation", "strength", "version", "region",  "format",    "method",   "encoder",  "encoding", "encryption",
    "hash",       "mode",    "interval",   "days",     "hours",   "minutes", "seconds"};

constexpr std::string_view kBeginnings[] = {"AKIA",
                                            "ASIA",
                                            "ghp_",
                                            "gho_",
                                            "ghs_",
                                            "ghu_",
                                            "github_pat_",
                                            "glpat-",
                                            "xoxb-",
                                            "xoxp-",
                                            "xoxa-",
                                            "sk_live_",
                                            "rk_live_",
                                            "npm_",
                                            "pypi-",
                                            "SG.",
                                            "hvs.",
                                            "hvb.",
                                            "dckr_pat_",
                                            "AIza",
                                            "shpat_",
                                            "ya29.",
                                            "EAACEdEose0cBA",
                                            "dop_v1_",
                                            "-----BEGIN PRIVATE KEY",
                                            "-----BEGIN RSA PRIVATE",
                                            "-----BEGIN EC PRIVATE",
                                            "-----BEGIN OPENSSH PRIVATE",
                                            "AGE-SECRET-KEY-"};

// scheme://user:password@host, where the password is none of ours to fill in.
bool has_password_in_url(std::string_view value) {
  std::size_t scheme = value.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return false;
  std::string_view rest = value.substr(scheme + 3);
  std::size_t at = rest.substr(0, rest.find_first_of("/?# ")).rfind('@');
  if (at == std::string_view::npos) return false;
  std::string_view login = rest.substr(0, at);
  std::size_t colon = login.find(':');
  return colon != std::string_view::npos && !is_no_secret_value(login.substr(colon + 1));
}

bool begins_as_token(std::string_view value) {
  return value.size() >= 16 && std::ranges::any_of(kBeginnings, [&](std::string_view start) { return value.starts_with(start); });
}

}  // namespace

bool is_secret_name(std::string_view name) {
  std::vector<std::string> parts = parts_of(name);
  if (parts.empty()) return false;
  if (is_one_of(parts.back(), kAbout) && !(parts.size() == 1)) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // PASS and PIN are words of their own kind only at the end.
    bool last = i + 1 == parts.size();
    if (parts[i] == "pass" || parts[i] == "pin" || parts[i] == "psk") {
      if (last) return true;
      continue;
    }
    if (is_one_of(parts[i], kSecretWords)) return true;
    // "dbpassword", "mysqlpwd".
    if (parts[i].size() > 8 && (parts[i].ends_with("password") || parts[i].ends_with("apikey") || parts[i].ends_with("secret")))
      return true;
    if (parts[i] == "key" && last && i > 0 && is_one_of(parts[i - 1], kKeyWords)) return true;
  }
  return false;
}

bool is_no_secret_value(std::string_view value) {
  value = base::trim(value);
  if (value.empty() || value.size() > 16384) return true;
  if (value.starts_with('$') || value.starts_with("{{") || value.starts_with("<") || value.contains("${") || value.starts_with("%("))
    return true;
  if (value.find_first_not_of("*.xX?-_") == std::string_view::npos) return true;
  std::string low = base::lower(value);
  constexpr std::string_view kWords[] = {"true", "false", "yes",     "no",       "on",       "off",      "none",   "null", "nil",
                                         "0",    "1",     "enabled", "disabled", "required", "optional", "always", "never"};
  if (is_one_of(low, kWords)) return true;
  // A path, or a reference to a store.
  if (value.starts_with('/') && !value.contains(' ') && value.find('/', 1) != std::string_view::npos &&
      value.find_first_of("=+") == std::string_view::npos)
    return true;
  constexpr std::string_view kReferences[] = {"vault:", "aws-sm:", "op://", "secretref:",  "arn:aws:secretsmanager", "gcp-sm:", "keyvault:",
                                              "file:",  "ref+",    "env:",  "/run/secrets"};
  return std::ranges::any_of(kReferences, [&](std::string_view start) { return low.starts_with(start); });
}

bool is_secret_setting(std::string_view name, std::string_view value) {
  if (begins_as_token(value) || has_password_in_url(value)) return true;
  return is_secret_name(name) && !is_no_secret_value(value);
}

}  // namespace batten::checks
