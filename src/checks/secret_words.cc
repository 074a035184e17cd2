// SPDX-License-Identifier: Apache-2.0
#include "checks/secret_words.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/text.h"

namespace batten::checks {
namespace {

bool among(std::string_view word, std::initializer_list<std::string_view> words) { return std::ranges::find(words, word) != words.end(); }

bool all_of(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || extra.contains(c); });
}

// "dbPassword", "DB-PASSWORD" -> "db", "password".
std::vector<std::string> name_parts(std::string_view name) {
  std::vector<std::string> out(1);
  bool lower = false;
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0) {
      if (!out.back().empty()) out.emplace_back();
      lower = false;
      continue;
    }
    if (std::isupper(byte) != 0 && lower) out.emplace_back();
    lower = std::islower(byte) != 0;
    out.back().push_back(static_cast<char>(std::tolower(byte)));
  }
  if (out.size() > 1 && out.back().empty()) out.pop_back();
  return out;
}

// Prefix and least length of what follows it, letters, digits, - and _.
struct Form {
  std::string_view prefix;
  std::size_t least;
  std::string_view what;
};
constexpr Form kForms[] = {
    {"AKIA", 16, "an AWS access key"},     {"ASIA", 16, "an AWS access key"}, {"ghp_", 30, "a GitHub token"},
    {"gho_", 30, "a GitHub token"},        {"ghs_", 30, "a GitHub token"},    {"ghu_", 30, "a GitHub token"},
    {"github_pat_", 30, "a GitHub token"}, {"glpat-", 16, "a GitLab token"},  {"xoxb-", 20, "a Slack token"},
    {"xoxp-", 20, "a Slack token"},        {"sk_live_", 16, "a Stripe key"},  {"rk_live_", 16, "a Stripe key"},
    {"AIza", 30, "a Google API key"},      {"npm_", 30, "an npm token"},      {"dckr_pat_", 20, "a Docker Hub token"},
    {"hvs.", 20, "a Vault token"},         {"pypi-AgEI", 20, "a PyPI token"}, {"sk-ant-", 20, "an Anthropic key"},
    {"sk-proj-", 20, "an OpenAI key"},     {"SG.", 40, "a SendGrid key"},
};

// scheme://user:password@host
bool is_url_with_password(std::string_view value) {
  std::size_t scheme = value.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return false;
  std::string_view rest = value.substr(scheme + 3);
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  std::size_t at = authority.rfind('@'), colon = authority.find(':');
  return at != std::string_view::npos && colon < at && is_secret_value(authority.substr(colon + 1, at - colon - 1));
}

}  // namespace

bool is_secret_name(std::string_view name) {
  std::vector<std::string> parts = name_parts(name);
  const std::string& last = parts.back();
  if (among(last, {"password", "passwd", "passphrase", "secret", "secrets", "token", "apikey", "credentials", "credential", "secretkey"}))
    return true;
  if (last.ends_with("password") || last.ends_with("passwd")) return true;
  if (parts.size() < 2) return false;
  const std::string& before = parts[parts.size() - 2];
  if (among(last, {"pass", "pwd", "psk"})) return true;
  if (last == "base" && before == "key" && parts.front() == "secret") return true;
  return last == "key" && among(before, {"api", "access", "secret", "private", "encryption", "signing", "master", "auth", "ssh", "deploy"});
}

bool is_secret_value(std::string_view value) {
  value = base::trim(value);
  if (value.size() < 3 || value.contains('$') || value.starts_with('/') || value.starts_with("./") || value.starts_with("file:"))
    return false;
  std::string lower = base::lower(value);
  if (among(lower, {"true",   "false", "yes",      "none", "null",    "nil",  "undefined", "disabled", "enabled", "unset", "default",
                    "secret", "token", "password", "test", "testing", "todo", "build",     "notused",  "unused",  "n/a"}))
    return false;
  static constexpr std::string_view kStandIns[] = {"change", "example", "placeholder", "dummy",    "your",     "replace",
                                                   "insert", "fake",    "sample",      "not-used", "not_used", "ignored",
                                                   "<",      "{{",      "***",         "xxx",      "..."};
  if (std::ranges::any_of(kStandIns, [&](std::string_view one) { return lower.contains(one); })) return false;
  // One character again and again.
  return value.find_first_not_of(value[0]) != std::string_view::npos;
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
  if (std::ranges::find(kWords, low) != std::end(kWords)) return true;
  // A path, or a reference to a store.
  if (value.starts_with('/') && !value.contains(' ') && value.find('/', 1) != std::string_view::npos &&
      value.find_first_of("=+") == std::string_view::npos)
    return true;
  constexpr std::string_view kReferences[] = {"vault:", "aws-sm:", "op://", "secretref:",  "arn:aws:secretsmanager", "gcp-sm:", "keyvault:",
                                              "file:",  "ref+",    "env:",  "/run/secrets"};
  return std::ranges::any_of(kReferences, [&](std::string_view start) { return low.starts_with(start); });
}

bool is_secret_setting(std::string_view name, std::string_view value) {
  return !secret_form(value).empty() || (is_secret_name(name) && !is_no_secret_value(value));
}

std::string_view secret_form(std::string_view value) {
  if (value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----")) return "a private key";
  if (is_url_with_password(value)) return "a URL with a password";
  if (!is_secret_value(value)) return {};
  for (const Form& form : kForms) {
    if (!value.starts_with(form.prefix)) continue;
    std::string_view rest = value.substr(form.prefix.size());
    if (rest.size() >= form.least && all_of(rest, "-_.")) return form.what;
  }
  if (value.starts_with("eyJ") && value.contains(".eyJ") && all_of(value, "-_.=")) return "a signed token (JWT)";
  return {};
}

std::string_view secret_file(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  std::string_view parent = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  parent = parent.substr(parent.rfind('/') + 1);
  std::string lower = base::lower(name);
  for (std::string_view stand_in : {"example", "sample", "template", "dist", "default", "defaults", "schema"}) {
    if (lower.ends_with("." + std::string(stand_in)) || lower.contains("." + std::string(stand_in) + ".")) return {};
  }
  if (lower.ends_with(".pub")) return {};
  if (lower == ".env" || lower.starts_with(".env.")) return "settings, often with secrets,";
  if (among(lower, {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"})) return "a private key of SSH";
  if (lower == ".git") return "the whole history of the repository";
  if (among(lower, {".npmrc", ".yarnrc.yml"})) return "settings of npm, often with a token,";
  if (among(lower, {".pypirc", ".netrc", "_netrc", ".git-credentials", ".htpasswd", ".pgpass", ".my.cnf", ".boto", ".s3cfg"}))
    return "credentials";
  if (among(lower, {".aws", ".ssh", ".gnupg", ".kube", ".dockercfg"})) return "credentials";
  if (lower == "credentials" && parent == ".aws") return "credentials of AWS";
  if (lower == "config.json" && parent == ".docker") return "credentials of registries";
  if (among(lower, {"kubeconfig", "credentials.json", "service-account.json", "serviceaccount.json", "secrets.yml", "secrets.yaml",
                    "secrets.json"}))
    return "credentials";
  if (lower.ends_with(".tfstate") || lower.ends_with(".tfvars")) return "secrets of Terraform";
  if (lower.ends_with(".p12") || lower.ends_with(".pfx") || lower.ends_with(".jks") || lower.ends_with(".ppk")) return "a private key";
  bool is_key = lower.ends_with(".key"), is_pem = lower.ends_with(".pem");
  // Certificates are public, and often in files of the same kind.
  static constexpr std::string_view kPublic[] = {"ca", "cert", "chain", "bundle", "crt", "pub", "root", "trust", "gpg", "apt", "repo"};
  bool is_public = std::ranges::any_of(kPublic, [&](std::string_view one) { return lower.contains(one); });
  bool named = lower.contains("key") && is_pem && !lower.contains("pub");
  if (named || ((is_key || is_pem) && !is_public)) return "a private key";
  return {};
}

}  // namespace batten::checks
