// SPDX-License-Identifier: Apache-2.0
#include "leaks/name_words.h"

#include <algorithm>
#include <array>

namespace batten::leaks {
namespace {

constexpr std::size_t kMaxWords = 16;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

// Behind the noun they leave its meaning as it is: "password1", "token_prod", "secret_value".
constexpr auto kNeutral = std::to_array<std::string_view>(
    {"value",   "val",         "str",     "string",  "text",         "plain",    "plaintext", "raw",   "default", "prod",  "production",
     "dev",     "development", "test",    "testing", "stage",        "staging",  "qa",        "live",  "sandbox", "local", "main",
     "primary", "secondary",   "old",     "new",     "current",      "previous", "base64",    "b64",   "base",    "env",   "var",
     "const",   "global",      "admin",   "root",    "master",       "db",       "database",  "user",  "app",     "api",   "eu",
     "us",      "const",       "literal", "data",    "confirmation", "confirm",  "again",     "repeat"});

// Behind the noun they make it something else.
constexpr auto kOther = std::to_array<std::string_view>(
    {"field",      "fields",      "label",       "hash",        "hashed",   "hashes",     "hasher",    "digest",     "type",
     "types",      "url",         "uri",         "endpoint",    "name",     "names",      "ref",       "refs",       "reference",
     "id",         "ids",         "identifier",  "file",        "files",    "filename",   "path",      "paths",      "dir",
     "directory",  "ttl",         "expiry",      "expiration",  "expires",  "expired",    "lifetime",  "age",        "timeout",
     "length",     "len",         "size",        "min",         "max",      "minimum",    "maximum",   "policy",     "reset",
     "hint",       "regex",       "pattern",     "format",      "count",    "counts",     "limit",     "index",      "idx",
     "pos",        "position",    "start",       "end",         "offset",   "prefix",     "suffix",    "header",     "headers",
     "param",      "params",      "parameter",   "arg",         "argument", "option",     "options",   "flag",       "input",
     "inputs",     "form",        "box",         "placeholder", "title",    "message",    "msg",       "error",      "errors",
     "help",       "description", "desc",        "prompt",      "required", "enabled",    "disabled",  "valid",      "invalid",
     "validator",  "validation",  "strength",    "rule",        "rules",    "changed",    "encoder",   "encoding",   "encrypted",
     "encryption", "provider",    "manager",     "service",     "class",    "kind",       "attribute", "attr",       "column",
     "col",        "selector",    "xpath",       "css",         "icon",     "button",     "btn",       "link",       "page",
     "view",       "version",     "algorithm",   "alg",         "algo",     "scheme",     "method",    "mode",       "bits",
     "location",   "source",      "store",       "storage",     "vault",    "arn",        "alias",     "usage",      "property",
     "prop",       "callback",    "handler",     "func",        "fn",       "cmd",        "command",   "script",     "ring",
     "chain",      "list",        "exists",      "regexp",      "mask",     "char",       "chars",     "owner",      "issuer",
     "audience",   "scope",       "scopes",      "stream",      "set",      "map",        "table",     "cache",      "less",
     "state",      "status",      "renewal",     "rotation",    "salt",     "iterations", "rounds",    "info",       "metadata",
     "schema",     "model",       "category",    "group",       "groups",   "tag",        "tags",      "annotation", "event",
     "events",     "checksum",    "fingerprint", "thumbprint",  "env",      "envvar",     "variable",  "editor",     "dialog",
     "screen",     "kinds",       "template",    "example",     "note",     "notes",      "text2",     "date",       "time",
     "timestamp",  "at",          "by",          "from",        "is",       "key",        "keys",      "username",   "user",
     "host",       "port",        "address",     "addr",        "bucket",   "region",     "server",    "item",       "items",
     "enc",        "yml",         "yaml",        "json",        "txt"});

// In front of the noun: nothing to hide, or gone in a moment, or no secret at all ("primary key", "csrf token", "next page token").
constexpr auto kHarmless = std::to_array<std::string_view>(
    {"public",    "pub",          "publishable", "anon",         "csrf",     "authenticity", "xsrf",    "antiforgery",  "forgery",
     "nonce",     "next",         "page",        "continuation", "continue", "sync",         "cancel",  "cancellation", "lex",
     "lexer",     "parse",        "parser",      "syntax",       "no",       "has",          "is",      "show",         "hide",
     "toggle",    "forgot",       "forget",      "forgotten",    "reset",    "change",       "invalid", "wrong",        "missing",
     "incorrect", "require",      "requires",    "required",     "validate", "check",        "verify",  "get",          "find",
     "site",      "sitekey",      "cursor",      "skip",         "update",   "pagination",   "resume",  "start",        "end",
     "prev",      "unexpected",   "expected",    "hash",         "hashed",   "encrypted",    "enc",     "secretless",   "captcha",
     "recaptcha", "verification", "num",         "max",          "min",      "total",        "prompt",  "completion",   "bos",
     "request",   "idempotency",  "term",        "should",       "must",     "will",         "to",      "not",          "exporter",
     "handshake", "traffic",      "resumption",  "premaster",    "derived",  "early",        "eos",     "pad",          "unk",
     "sep",       "cls",          "stop",        "special",      "bad"});

// Of a key: what makes it one that is kept.
constexpr auto kOfKeys = std::to_array<std::string_view>(
    {"api",    "access",       "secret",     "private", "encryption", "encrypt",     "decryption", "crypto",      "crypt",    "signing",
     "sign",   "signature",    "auth",       "master",  "shared",     "account",     "storage",    "client",      "admin",    "hmac",
     "jwt",    "cookie",       "webhook",    "license", "licence",    "service",     "app",        "application", "aes",      "des",
     "rsa",    "subscription", "consumer",   "write",   "ingest",     "integration", "token",      "priv",        "security", "secure",
     "cipher", "machine",      "validation", "deploy",  "wif",        "root"});

constexpr auto kPasswords = std::to_array<std::string_view>(
    {"password", "passwd", "passwort", "kennwort", "passphrase", "pwd", "pass", "passcode", "pw", "pswd", "psw", "passwords"});
constexpr auto kKeyEndings = std::to_array<std::string_view>(
    {"apikey", "secretkey", "accesskey", "privatekey", "authkey", "encryptionkey", "signingkey", "masterkey", "sharedkey"});
constexpr auto kPasswordEndings = std::to_array<std::string_view>({"password", "passwd", "passphrase", "passwort", "pwd"});

template <std::size_t N>
bool ends_in(std::string_view word, const std::array<std::string_view, N>& endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
}

SecretNoun noun_of(const std::vector<std::string>& words, std::size_t at) {
  const std::string& word = words[at];
  if (is_one_of(word, kPasswords) || ends_in(word, kPasswordEndings)) return SecretNoun::kPassword;
  if ((word == "key" || word == "keys") && at > 0 && is_one_of(words[at - 1], kOfKeys)) return SecretNoun::kKey;
  if (ends_in(word, kKeyEndings)) return SecretNoun::kKey;
  if (word.ends_with("token") && !word.ends_with("csrftoken")) return SecretNoun::kToken;
  if ((word.ends_with("secret") && word != "hexsecret") || word == "secrets") return SecretNoun::kSecret;
  if (word == "credential" || word == "credentials" || word == "cred" || word == "creds" || word == "auth") return SecretNoun::kCredential;
  return SecretNoun::kNone;
}

bool is_number(std::string_view word) { return std::ranges::all_of(word, is_digit); }

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> out;
  char before = 0;
  bool open = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
      open = false;
    } else {
      const bool next_is_lower = i + 1 < name.size() && is_lower(name[i + 1]);
      const bool begins =
          !open || (is_upper(c) && (is_lower(before) || (is_upper(before) && next_is_lower))) || (is_digit(c) != is_digit(before));
      if (begins && out.size() == kMaxWords) return out;
      if (begins) out.emplace_back();
      out.back() += is_upper(c) ? static_cast<char>(c | 0x20) : c;
      open = true;
    }
    before = c;
  }
  return out;
}

SecretName read_secret_name(std::string_view name) {
  const std::vector<std::string> words = name_words(name);
  SecretName out;
  out.loud = std::ranges::none_of(name, is_lower);
  std::size_t unknown = 0;
  for (std::size_t at = words.size(); at-- > 0;) {
    const SecretNoun noun = noun_of(words, at);
    if (noun != SecretNoun::kNone) {
      // What two sides work out together, in test vectors.
      if (noun == SecretNoun::kSecret && at > 0 && words[at - 1] == "shared") return out;
      const std::size_t first = at - std::min<std::size_t>(at, 3);
      for (std::size_t i = first; i < at; ++i) {
        if (is_one_of(words[i], kHarmless)) return out;
      }
      out.noun = noun;
      out.vague = unknown > 0;
      return out;
    }
    if (is_one_of(words[at], kOther) && !is_one_of(words[at], kNeutral)) return out;
    if (!is_one_of(words[at], kNeutral) && !is_number(words[at]) && ++unknown > 2) return out;
  }
  return out;
}

}  // namespace batten::leaks
