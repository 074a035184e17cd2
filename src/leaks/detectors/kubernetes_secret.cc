// SPDX-License-Identifier: Apache-2.0
//
// Values of a Kubernetes Secret, in YAML or JSON: base64 under data, as they are under stringData. Whoever reads the manifest has them;
// base64 hides nothing.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/base64.h"
#include "base/text.h"
#include "leaks/assignment.h"
#include "leaks/detector.h"
#include "leaks/generic_value.h"
#include "leaks/placeholder.h"
#include "leaks/value_shape.h"

namespace batten::leaks::detectors {
namespace {

bool is_secret(std::string_view document) {
  for (std::size_t at = document.find("kind"); at != document.npos; at = document.find("kind", at + 1)) {
    std::string_view rest = document.substr(at + 4, 16);
    const std::size_t value = rest.find_first_not_of("\"' :\t");
    if (value != rest.npos && value > 0 && rest.substr(value).starts_with("Secret")) {
      const char end = rest.size() > value + 6 ? rest[value + 6] : '\n';
      if (end == '\n' || end == '\r' || end == '"' || end == '\'' || end == ' ' || end == ',') return true;
    }
  }
  return false;
}

std::string_view key_of(std::string_view match) {
  const std::size_t begin = match.find_first_not_of(" \t\"'");
  return begin == match.npos ? std::string_view() : match.substr(begin, match.find_first_of("\"':", begin) - begin);
}

// What stands there decoded: a password, a key, a file.
Opinion judge_bytes(std::string_view bytes) {
  std::string_view text = base::trim(bytes);
  const bool printable = std::ranges::all_of(text, [](char c) { return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t'; });
  if (!printable) return text.size() >= 16 && shape_of(text).others > text.size() / 8 ? Opinion::kLikely : Opinion::kNo;
  if (text.contains('\n'))
    return text.contains("PRIVATE KEY") || text.contains("assword") || text.contains("token") ? Opinion::kLikely : Opinion::kNo;
  if (is_placeholder(text)) return Opinion::kNo;
  return judge_assignment(
      {.name = "secret", .value = text, .means = {SecretNoun::kPassword, false, true}, .file = FileSort::kSettings, .quoted = true});
}

Opinion judged(const Candidate& candidate) {
  const std::string_view key = key_of(candidate.match);
  for (std::string_view other : {"name", "namespace", "kind", "type", "apiVersion", "uid", "resourceVersion", "selfLink", "tls.crt",
                                 "ca.crt", "username", "user", "host"}) {
    if (key == other) return Opinion::kNo;
  }
  const std::optional<std::string> bytes = base::unbase64(candidate.secret);
  return bytes && candidate.secret.size() % 4 == 0 ? judge_bytes(*bytes) : Opinion::kNo;
}

// The certificates of a Secret fill more than what is shown around a match.
constexpr auto kFarAway = [] {
  std::array<char, 6000> out{};
  constexpr std::string_view kFront = "apiVersion: v1\ndata:\n  tls.crt: ", kBack = "\n  zone: UmszX3ZvYmV6cQ==\nkind: Secret\n";
  out.fill('A');
  std::ranges::copy(kFront, out.begin());
  std::ranges::copy(kBack, out.end() - kBack.size());
  return out;
}();
constexpr LeakExample kMatches[] = {
    {"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: UmszX3ZvYmV6cQ==\n", "UmszX3ZvYmV6cQ==", "secret.yaml"},
    {{kFarAway.data(), kFarAway.size()}, "UmszX3ZvYmV6cQ==", "secret.yaml"},
    {"items:\n- apiVersion: v1\n  data:\n    zone: UmszX3ZvYmV6cQ==\n  kind: Secret\n- kind: ConfigMap\n", "UmszX3ZvYmV6cQ==", "list.yaml"},
    {"{\n \"kind\": \"Secret\",\n \"data\": {\n  \"key\": \"9fT2mQx7Lr0bVw3Kz8YhNg==\"\n }\n}\n",
     "9fT2mQx7Lr0bVw3Kz8YhNg==", "secret.json"},
};
constexpr LeakCounterexample kMatchesNot[] = {
    {"kind: Secret\ndata:\n---\nkind: ConfigMap\ndata:\n  password: UmszX3ZvYmV6cQ==\n", "both.yaml"},
    {"items:\n- apiVersion: v1\n  data:\n    password: UmszX3ZvYmV6cQ==\n  kind: ConfigMap\n- kind: Secret\n", "list.yaml"},
    {"kind: ConfigMap\ndata:\n  password: UmszX3ZvYmV6cQ==\n", "map.yaml"},
    {"kind: Secret\nmetadata:\n  name: abcdefgh\ndata:\n  password: cGFzc3dvcmQ=\n", "secret.yaml"},
    {"kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n", "secret.yaml"},
};

constexpr LeakKind kKinds[] = {
    {.id = "kubernetes-secret",
     .title = "Value of a Kubernetes Secret",
     .pattern = R"(^[ \t]{1,16}["']?[\w.-]{1,64}["']?:[ \t]{0,8}["']?([A-Za-z0-9+/]{8,8192}={0,2})["']?,?[ \t\r]*$)",
     .trigger = R"(^[ \t]*"?data"?:[ \t]*\{?[ \t\r]*$)",
     .reach = 52 << 10,
     .of_document = is_secret,
     .generic = true,
     .text_only = true,
     .confirm = judged,
     .repair = "change it, and keep Secrets out of manifests: encrypt them (SOPS, Sealed Secrets) or let an operator fetch them",
     .matches = kMatches,
     .matches_not = kMatchesNot},
};

}  // namespace

extern constinit const Detector kubernetes_secret;
constinit const Detector kubernetes_secret = {
    .name = "kubernetes_secret", .summary = "values of Kubernetes Secrets in manifests", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
