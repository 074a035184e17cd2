// SPDX-License-Identifier: Apache-2.0
#include "leaks/generic_value.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/base64.h"
#include "base/text.h"
#include "leaks/stand_in.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool starts_with_any(std::string_view text, std::span<const std::string_view> all) {
  return std::ranges::any_of(all, [&](std::string_view one) { return text.starts_with(one); });
}
bool ends_with_any(std::string_view text, std::span<const std::string_view> all) {
  return std::ranges::any_of(all, [&](std::string_view one) { return text.ends_with(one); });
}
bool contains_any(std::string_view text, std::span<const std::string_view> all) {
  return std::ranges::any_of(all, [&](std::string_view one) { return text.contains(one); });
}

// Where the secret is kept, what it was turned into, what may be known of it.
constexpr std::string_view kReferences[] = {
    "./",           "../",     "~/",       "c:\\",     "file:",        "env:",          "env.",        "vault:",     "secret:",
    "secrets.",     "ssm:",    "arn:",     "op://",    "ref+",         "keyring:",      "sha256",      "sha512",     "sha384",
    "sha1",         "md5",     "enc[",     "enc(",     "{cipher",      "{enc",          "{bcrypt",     "{ssha",      "{sha",
    "{noop",        "$2a$",    "$2b$",     "$2y$",     "$argon2",      "$1$",           "$5$",         "$6$",        "$y$",
    "scram-sha",    "$apr1$",  "pbkdf2",   "scrypt",   "bcrypt",       "projects/",     "process.",    "os.environ", "data:",
    "aws-sm:",      "exec:",   "kms:",     "keyvault", "-----b",       "ssh-rsa",       "ssh-ed25519", "miibijanbg", "urn:",
    "application/", "text/",   "{{",       "hmac-sha", "hexsecret:",   "hexkey:",       "hexpass:",    "hexsalt:",   "dword:",
    "obj_",         "&lt;",    "0x000",    "yes|",     "getenv",       "system.getenv", "config.",     "settings.",  "self.",
    "this.",        "args.",   "options.", "opts.",    "request.",     "req.",          "params.",     "data.",      "var.",
    "local.",       "module.", "aws_",     "aadaaaa",  "credentials(", "lookup(",       "@microsoft",  "jdbc:",      "mongodb",
    "postgres:",    "redis:",  "amqp:",    "mysql:"};
constexpr std::string_view kEndings[] = {".pem",   ".key",    ".crt",        ".cer", ".txt",   ".json", ".yml", ".yaml",  ".py",
                                         ".js",    ".ts",     ".go",         ".php", ".html",  ".png",  ".svg", ".md",    ".sh",
                                         ".conf",  ".xml",    ".properties", ".env", ".p12",   ".jks",  ".pfx", ".file",  ".password",
                                         ".token", ".secret", ".com",        ".org", ".net",   ".io",   ".dev", ".local", ".h",
                                         ".c",     ".rb",     ".java",       ".get", ".value", ".data", "()",   "_file",  "_path"};

bool is_identifier_path(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return is_word(c) || c == '.' || c == '-' || c == ':' || c == '/' || c == '\\'; });
}

// "self.password", "settings[\"x\"]", "foo(bar)", "a::b", "*anchor".
bool is_code(std::string_view value) {
  constexpr std::string_view kCode[] = {"(", ")", "[", "]", "::", "->", "=>", "&&", "||", "==", "+=", "<", ">", "{", "}"};
  if (contains_any(value, kCode)) return true;
  return value.size() > 1 && std::string_view("$*&!@%|").contains(value.front()) && shape_of(value.substr(1)).surprise() <= 6 &&
         is_identifier_path(value.substr(1));
}

// "%(name)s", "{name}", "^.{8,}$", "\\w+", "#form .field", "a=b&c=d".
bool is_pattern_or_format(std::string_view value) {
  constexpr std::string_view kMarks[] = {"${", "%{",  "#{",  "%(",  "%s",  "%d", "%v",  "%w",    "{0}", "{1}",
                                         "{}", "\\w", "\\d", "\\s", "\\b", "[^", "[a-", "[0-",   "(?",  ".*",
                                         ".+", "\\u", "\\x", "\\n", "://", "</", "/>",  "&nbsp", "[[",  "]]"};
  if (contains_any(value, kMarks)) return true;
  if (value.starts_with('^') || value.starts_with('`') || (value.starts_with('/') && value.ends_with('/'))) return true;
  return (value.starts_with('#') || value.starts_with('.') || value.starts_with('[') || value.starts_with('$')) &&
         shape_of(value).surprise() <= 6;
}

// "2024-01-31", "1.2.3", "10.0.0.1", "12:30", "0x1f", "1e9".
bool is_number(std::string_view value) {
  if (value.starts_with("0x") && std::ranges::all_of(value.substr(2), is_hex)) return value.size() <= 18;
  return std::ranges::all_of(value, [](char c) { return is_digit(c) || std::string_view("+-.,:/TZev_").contains(c); });
}

bool is_mail_address(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at == value.npos || at == 0) return false;
  std::string_view host = value.substr(at + 1);
  const std::size_t dot = host.rfind('.');
  return dot != host.npos && dot > 0 && host.size() - dot > 2 &&
         std::ranges::all_of(host, [](char c) { return is_word(c) || c == '.' || c == '-'; }) &&
         std::ranges::all_of(host.substr(dot + 1), is_lower);
}

// As long as hashes are.
bool is_digest(std::string_view value) {
  constexpr std::size_t kSizes[] = {32, 40, 56, 64, 96, 128};
  return std::ranges::find(kSizes, value.size()) != std::end(kSizes) && std::ranges::all_of(value, is_hex);
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? value[i] != '-' : !is_hex(value[i])) return false;
  }
  return true;
}

// "eyJ...eyJ...": a JSON Web Token has a kind of its own that reads it. One part alone is an object: the next page's place.
bool is_token_of_json(std::string_view value) { return value.starts_with("eyJ") && value.size() >= 24; }

// Base64 of words: "dGhpcyBpcyBub3QgYSByZWFsIHZhbHVl". What may be a secret in such a text is found once it is decoded.
bool is_text_in_base64(std::string_view value) {
  if (value.size() < 8 || value.size() % 4 != 0) return false;
  const std::optional<std::string> text = base::unbase64(value);
  if (!text || text->empty()) return false;
  std::string_view line = base::trim(*text);
  return std::ranges::all_of(line, [](char c) { return c >= ' ' && c < 0x7f; }) && shape_of(line).surprise() <= 6;
}

// What people write where a password is not meant to keep anything out.
bool is_weak(std::string_view value) {
  constexpr std::string_view kWords[] = {
      "pass",  "secret",  "test",  "user",    "admin",   "foo",   "bar",    "demo",  "dummy", "fake",    "example", "sample", "change",
      "qwert", "letmein", "hello", "welcome", "default", "token", "your",   "inval", "wrong", "correct", "new",     "old",    "sha",
      "aes",   "rsa",     "hmac",  "md5",     "base64",  "pbk",   "bearer", "oauth", "login", "key",     "valid",   "some",   "mock",
      "abc",   "123",     "auth",  "cred",    "word",    "alice", "bob",    "root",  "guest", "value",   "string",  "utf"};
  return contains_any(base::lower(value), kWords) || contains_any(plain_letters(value), kWords);
}

// What stands for a value in settings: "password: required".
bool is_setting_word(std::string_view lower) {
  constexpr std::string_view kWords[] = {
      "password",  "passwd",   "secret",   "required", "optional",      "string",        "changeme",  "default", "prompt",   "undefined",
      "disabled",  "enabled",  "invalid",  "unknown",  "random",        "generated",     "generate",  "replace", "md5crypt", "plaintext",
      "encrypted", "hashed",   "sha256",   "sha512",   "scram-sha-256", "basic",         "bearer",    "oauth2",  "private",  "public",
      "inherit",   "ask-pass", "username", "false",    "true",          "number",        "object",    "integer", "boolean",  "base64",
      "float32",   "float64",  "int32",    "int64",    "uint64",        "your_password", "mypassword"};
  return std::ranges::find(kWords, lower) != std::end(kWords);
}

// "localhost:22", "www.example.org:8080".
bool is_host_and_port(std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (colon == value.npos || colon == 0 || value.size() - colon < 2 || value.size() - colon > 6) return false;
  const std::string_view host = value.substr(0, colon);
  return std::ranges::all_of(value.substr(colon + 1), is_digit) && (host == "localhost" || host.contains('.')) &&
         std::ranges::all_of(host, [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-'; });
}

// "%F0%9F%98%80", "foo(b%5Dc": escapes of an address, which no password is kept in.
bool is_percent_encoded(std::string_view value) {
  std::size_t escapes = 0;
  for (std::size_t i = 0; i + 2 < value.size(); ++i) escapes += value[i] == '%' && is_hex(value[i + 1]) && is_hex(value[i + 2]) ? 1 : 0;
  return escapes >= 2 || (escapes == 1 && value.size() <= 12);
}

// "6973616163": bytes of a text, as hexadecimal digits.
bool is_text_in_hex(std::string_view value) {
  if (value.size() < 16 || value.size() % 2 != 0 || !std::ranges::all_of(value, is_hex)) return false;
  auto digit = [](char c) { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i < value.size(); i += 2) {
    const int byte = digit(value[i]) * 16 + digit(value[i + 1]);
    if (byte < ' ' || byte > '~') return false;
  }
  return true;
}

// "C,nw=,g=r,o=rm", "--pass=PASS:password": other options, and what they are set to.
bool is_option_list(std::string_view value) {
  if (value.starts_with("--")) return true;
  const std::size_t comma = value.find(',');
  if (comma == value.npos || !value.substr(comma).contains('=')) return false;
  return std::ranges::count(value, '=') > 1 || shape_of(value).surprise() <= 12;
}

// Marks that join words don't make a password.
int telling_classes(std::string_view value, const ValueShape& shape) {
  const bool marks =
      std::ranges::any_of(value, [](char c) { return c > ' ' && c < 0x7f && !is_word(c) && !std::string_view("-./:,;\\").contains(c); });
  return (shape.lower > 0) + (shape.upper > 0) + (shape.digits > 0) + (marks ? 1 : 0);
}

Opinion judge_password(const Assignment& assignment, const ValueShape& shape, bool used_as_it_stands) {
  const std::string_view value = assignment.value;
  if (is_uuid(value)) return used_as_it_stands ? Opinion::kPossible : Opinion::kNo;
  if (is_random(value, 12)) return shape.surprise() >= 25 ? Opinion::kLikely : Opinion::kPossible;
  if (assignment.file == FileSort::kTranslation || assignment.in_tuple) return Opinion::kNo;
  const int classes = telling_classes(value, shape);
  if (used_as_it_stands) {
    if (is_setting_word(base::lower(value))) return Opinion::kNo;
    if (assignment.file == FileSort::kSettings && value.size() >= 6 &&
        (assignment.quoted || (assignment.means.loud && (assignment.in_shell_form || assignment.in_mapping)) || classes >= 2))
      return Opinion::kPossible;
    if (classes >= 2 && shape.digits + shape.marks > 0 && value.size() >= 6 && !assignment.means.vague) return Opinion::kPossible;
    return Opinion::kNo;
  }
  if (assignment.means.vague || is_weak(value) || value.size() < 8 || shape.digits == 0) return Opinion::kNo;
  if (is_random(value, 8) || classes >= 3) return Opinion::kPossible;
  const bool identifier = std::ranges::all_of(value, is_word) && value.contains('_');
  return classes >= 2 && value.size() >= 10 && !identifier && assignment.file == FileSort::kCode ? Opinion::kPossible : Opinion::kNo;
}

Opinion judge_other(const Assignment& assignment, const ValueShape& shape, bool used_as_it_stands) {
  const std::string_view value = assignment.value;
  if (is_uuid(value))
    return used_as_it_stands && assignment.means.noun != SecretNoun::kCredential && !assignment.means.vague ? Opinion::kPossible
                                                                                                            : Opinion::kNo;
  const bool certain_name = !assignment.means.vague && assignment.means.noun != SecretNoun::kCredential;
  if (is_random(value, certain_name && used_as_it_stands ? 12 : certain_name ? 16 : 20))
    return shape.surprise() >= 30 && certain_name ? Opinion::kLikely : Opinion::kPossible;
  const bool kept = assignment.means.noun == SecretNoun::kSecret || assignment.means.noun == SecretNoun::kKey;
  const bool made_up = value.size() >= 10 && telling_classes(value, shape) >= 2 && shape.digits > 0 && !is_setting_word(base::lower(value));
  return kept && certain_name && made_up && assignment.file == FileSort::kSettings ? Opinion::kPossible : Opinion::kNo;
}

// By what it says, or by where it stands. Asked last: few values come that far.
bool is_made_up(const Assignment& assignment, bool used_as_it_stands) {
  const std::string_view value = assignment.value;
  if (assignment.means.noun != SecretNoun::kPassword) return value.size() < 24 && !used_as_it_stands && is_worked_example(assignment.near);
  if (is_uuid(value)) return false;
  if (is_stand_in(value) || (assignment.file != FileSort::kSettings && names_itself(value))) return true;
  return value.size() < 16 && !used_as_it_stands && (is_worked_example(assignment.near) || talks_to_documentation(assignment.near));
}

}  // namespace

bool is_no_literal(std::string_view value, bool quoted) {
  const std::string lower = base::lower(value);
  if (starts_with_any(lower, kReferences) || is_pattern_or_format(value) || is_number(value) || is_mail_address(value)) return true;
  if (!quoted && is_code(value)) return true;
  if (is_host_and_port(value) || is_percent_encoded(value) || is_text_in_hex(value) || is_option_list(value)) return true;
  constexpr std::string_view kHashes[] = {"$2y$", "$2a$", "$2b$", "$argon2", "$6$", "$5$", "$apr1$"};
  if (contains_any(value, kHashes) || is_token_of_json(value) || is_text_in_base64(value)) return true;
  const ValueShape shape = shape_of(value);
  if (shape.surprise() > 10) return false;
  return value.starts_with('/') || ends_with_any(lower, kEndings) || (lower.contains("\\\\") && !quoted);
}

bool is_random(std::string_view value, std::size_t min_length) {
  if (value.size() < min_length) return false;
  // "pul-3f9a..": behind a prefix of the issuer's own, where that is the smaller part.
  const std::size_t prefix = value.find_first_of("-_.:");
  if (prefix != value.npos && prefix < value.size() / 3 && value.size() - prefix > std::max<std::size_t>(min_length, 16) &&
      is_random(value.substr(prefix + 1), 16))
    return true;
  const ValueShape shape = shape_of(value);
  const auto length = static_cast<double>(std::min<std::size_t>(value.size(), 256));
  if (shape.different < std::min<std::size_t>(7, value.size() / 2 + 2)) return false;
  const bool many = shape.digits >= 1 || (shape.lower > 2 && shape.upper > 2 && value.size() >= 16 && shape.surprise() > length * 1.2);
  return many && shape.classes() >= (shape.hex ? 1 : 2) && shape.surprise() > std::max(9.0, length * (shape.hex ? 0.55 : 0.65));
}

Opinion judge_assignment(const Assignment& assignment) {
  const std::string_view value = assignment.value;
  const ValueShape shape = shape_of(value);
  if (shape.others > 0 || value.size() < 6) return Opinion::kNo;
  const bool bare = !assignment.quoted && !assignment.in_string && !assignment.in_shell_form;
  if (bare && (assignment.file == FileSort::kCode || assignment.file == FileSort::kScript)) return Opinion::kNo;
  if (is_no_literal(value, assignment.quoted)) return Opinion::kNo;
  if (assignment.in_tuple && is_digest(value)) return Opinion::kNo;
  if (assignment.formatted && value.contains('{')) return Opinion::kNo;
  const bool settings =
      assignment.file == FileSort::kSettings || assignment.file == FileSort::kConfiguration || assignment.file == FileSort::kScript;
  const bool used_as_it_stands = settings || (assignment.file == FileSort::kUnknown && assignment.in_shell_form);
  const Opinion opinion = assignment.means.noun == SecretNoun::kPassword ? judge_password(assignment, shape, used_as_it_stands)
                                                                         : judge_other(assignment, shape, used_as_it_stands);
  return opinion != Opinion::kNo && is_made_up(assignment, used_as_it_stands) ? Opinion::kNo : opinion;
}

}  // namespace batten::leaks
