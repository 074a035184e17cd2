// SPDX-License-Identifier: Apache-2.0
//
// Kubernetes: tokens of service accounts are JWTs of which the claims say so; a kubeconfig holds a user's key in base64, a token or a
// password; kubeadm's tokens let a node join.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/jwt.h"
#include "leaks/key_shape.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

Opinion service_account(const Candidate& candidate) {
  std::optional<Jwt> jwt = read_jwt(candidate.secret);
  return jwt && jwt->of_kubernetes && jwt->has_signature ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion client_key(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  if (!text || !text->contains("PRIVATE KEY-----")) return Opinion::kNo;
  const KeyShape shape = key_shape(*text);
  return shape == KeyShape::kPlain || shape == KeyShape::kEncrypted ? Opinion::kConfirmed : Opinion::kPossible;
}

Opinion in_kubeconfig(const Candidate& candidate) {
  if (!candidate.near.contains("users:") && !candidate.near.contains("current-context") && !candidate.path.contains("kube"))
    return Opinion::kNo;
  return candidate.secret.starts_with("eyJ") ? Opinion::kNo : judge_password(candidate.secret);
}

Opinion bootstrap(const Candidate& candidate) { return candidate.secret == "abcdef.0123456789abcdef" ? Opinion::kNo : Opinion::kLikely; }

// Data of a Secret that is a registry's login, in base64.
Opinion docker_config(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  return text && text->contains("\"auth") ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion aes(const Candidate& candidate) {
  const std::size_t size = base64_size(candidate.secret);
  const bool is_configuration = candidate.near.contains("EncryptionConfig") || candidate.near.contains("aescbc") ||
                                candidate.near.contains("secretbox") || candidate.near.contains("aesgcm");
  return is_configuration && (size == 16 || size == 24 || size == 32) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kServiceAccountToken[] = {
    {"token: "
     "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwia3ViZXJuZXRlcy5pby9zZXJ2aWN"
     "lYWNjb3VudC9uYW1lc3BhY2UiOiJkZWZhdWx0Iiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1bHQ6Y2kifQ.WuEQKlQLIod388"
     "EIDmSI9FTn0mYz3OPVp0_vt-xsfUQ\n",
     "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwia3ViZXJuZXRlcy5pby9zZXJ2aWN"
     "lYWNjb3VudC9uYW1lc3BhY2UiOiJkZWZhdWx0Iiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1bHQ6Y2kifQ.WuEQKlQLIod388"
     "EIDmSI9FTn0mYz3OPVp0_vt-xsfUQ"},
    {"eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJhdWQiOlsiaHR0cHM6Ly9rdWJlcm5ldGVzLmRlZmF1bHQuc3ZjIl0sImlzcyI6Imh0dHBzOi8"
     "va3ViZXJuZXRlcy5kZWZhdWx0LnN2YyIsImlhdCI6MTc2MDAwMDAwMCwiZXhwIjoxNzkxNTM2MDAwLCJrdWJlcm5ldGVzLmlvIjp7Im5hbWVzc"
     "GFjZSI6ImRlZmF1bHQifX0.RFBUHNdMicCmSGiqB1HMHJ4-22N0S6FzUg8Bt47GnBY",
     "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJhdWQiOlsiaHR0cHM6Ly9rdWJlcm5ldGVzLmRlZmF1bHQuc3ZjIl0sImlzcyI6Imh0dHBzOi8"
     "va3ViZXJuZXRlcy5kZWZhdWx0LnN2YyIsImlhdCI6MTc2MDAwMDAwMCwiZXhwIjoxNzkxNTM2MDAwLCJrdWJlcm5ldGVzLmlvIjp7Im5hbWVzc"
     "GFjZSI6ImRlZmF1bHQifX0.RFBUHNdMicCmSGiqB1HMHJ4-22N0S6FzUg8Bt47GnBY",
     "var/run/secrets/kubernetes.io/serviceaccount/token"}};
constexpr LeakCounterexample kServiceAccountTokenNot[] = {
    {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwic2NvcGUiOiJvc"
     "mRlcnM6d3JpdGUiLCJpYXQiOjE3NjAwMDAwMDAsImV4cCI6MTc5MTUzNjAwMH0.UPDQBQI6ImgijfT5wr6ZFCRbLfvc5pzKuaNSF-fbUU8"}};
constexpr LeakExample kKubeconfigClientKey[] = {
    {"users:\n- name: admin\n  user:\n    client-key-data: "
     "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSUs3d2N0Zm9qOHF2SkJxVlgvS212RU9jSno2RGR4SnFZTklSMDVtZVo5WE"
     "FvQW9HQ0NxR1NNNDkKQXdFSG9VUURRZ0FFQk1XT0VJMStXS2tUV3FqUHJxQUhCb1pHOFI3S0J5d2MzR1lqOW9mZ2VJZUU1ZmFlcy8rRgpnZmtC"
     "SnVMQUtFMU5VY2s3WEIzbTlBRHRXUFVBNDJmZW13PT0KLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo=\n",
     "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSUs3d2N0Zm9qOHF2SkJxVlgvS212RU9jSno2RGR4SnFZTklSMDVtZVo5WE"
     "FvQW9HQ0NxR1NNNDkKQXdFSG9VUURRZ0FFQk1XT0VJMStXS2tUV3FqUHJxQUhCb1pHOFI3S0J5d2MzR1lqOW9mZ2VJZUU1ZmFlcy8rRgpnZmtC"
     "SnVMQUtFMU5VY2s3WEIzbTlBRHRXUFVBNDJmZW13PT0KLS0tLS1FTkQgRUMgUFJJVkFURSBLRVktLS0tLQo="}};
constexpr LeakCounterexample kKubeconfigClientKeyNot[] = {
    {"client-key-data: REDACTED"},
    {"client-key-data: "
     "X51a+zUFy2GE4J27ll6j9jKe8EPIKk0ZNkC1X2eb/PW3Ub5q2pDvEISGUfThokGKtMYxzxXbP2cTBb37"}};
constexpr LeakExample kKubeconfigToken[] = {
    {"users:\n- name: ci\n  user:\n    token: "
     "kubeconfig-u-"
     "m6mpmn"
     "algmywxmhysoa93ihuv4vza1dxfukbwuvz8t9u2jnusxb8q9p6t92v\n",
     "kubeconfig-u-"
     "m6mpmn"
     "algmywxmhysoa93ihuv4vza1dxfukbwuvz8t9u2jnusxb8q9p6t92v"}};
constexpr LeakCounterexample kKubeconfigTokenNot[] = {{"users:\n- name: ci\n  user:\n    token: ${TOKEN}\n"},
                                                      {"steps:\n    token: "
                                                       "yeOGqKmn47lfGQOPYe9I8fcNyfFVCgrHEj4hCsw9"}};
constexpr LeakExample kKubeadmBootstrapToken[] = {{"kubeadm join 10.0.0.1:6443 --token "
                                                   "w6spnl."
                                                   "kr19h6pofkmhqtxg --discovery-token-ca-cert-hash sha256:x\n",
                                                   "w6spnl."
                                                   "kr19h6pofkmhqtxg"},
                                                  {"bootstrapTokens:\n- token: \""
                                                   "kubouc."
                                                   "e1n9d8aqvu3bijno\"",
                                                   "kubouc."
                                                   "e1n9d8aqvu3bijno"}};
constexpr LeakCounterexample kKubeadmBootstrapTokenNot[] = {{"--token abcdef.0123456789abcdef"}, {"token: build.configuration"}};
constexpr LeakExample kEncryptionKey[] = {
    {"kind: EncryptionConfiguration\nproviders:\n- aescbc:\n    keys:\n    - name: k1\n      secret: "
     "OCGdihk+1ni0nS6qKxDOaZJePQxbMRdNGY7HMZ7YZJk=\n",
     "OCGdihk+1ni0nS6qKxDOaZJePQxbMRdNGY7HMZ7YZJk="}};
constexpr LeakCounterexample kEncryptionKeyNot[] = {
    {"      secret: "
     "dy9q7CWBUNrxHAsAhrKwnTBNgLTxlARmD/osw3r1sQM=\n"}};
constexpr LeakExample kDockerConfig[] = {
    {"data:\n  .dockerconfigjson: "
     "eyJhdXRocyI6IHsici5hY21lLmlvIjogeyJhdXRoIjog"
     "IlkyazZNVE0zWkRNeE0yVTBaVEUyTWpVd01HSTUifX19\n",
     "eyJhdXRocyI6IHsici5hY21lLmlvIjogeyJhdXRoIjog"
     "IlkyazZNVE0zWkRNeE0yVTBaVEUyTWpVd01HSTUifX19"}};
constexpr LeakCounterexample kDockerConfigNot[] = {{"  .dockerconfigjson: e30="}};
constexpr LeakExample kRancherToken[] = {
    {"RANCHER_TOKEN="
     "token-"
     "3etc0:"
     "jkoijklzko5ea4cbtmzttbfoiwicjqp8wr6ir532qy5kp7x23yd6sw\n",
     "token-"
     "3etc0:"
     "jkoijklzko5ea4cbtmzttbfoiwicjqp8wr6ir532qy5kp7x23yd6sw"}};
constexpr LeakCounterexample kRancherTokenNot[] = {
    {"token-"
     "abcde:short"}};
constexpr LeakExample kRancherKubeconfigToken[] = {
    {"    token: \""
     "kubeconfig-user-"
     "zcms18xgj5:"
     "0r3vobzkko7k8kmhbdnhmk8qqdypbsytco4brorgb4ci8j0yqpqo0w\"\n",
     "kubeconfig-user-"
     "zcms18xgj5:"
     "0r3vobzkko7k8kmhbdnhmk8qqdypbsytco4brorgb4ci8j0yqpqo0w"}};
constexpr LeakCounterexample kRancherKubeconfigTokenNot[] = {
    {"kubeconfig-user-"
     "abc:x"}};
constexpr LeakExample kOpenshiftToken[] = {
    {"oc login --token="
     "sha256~"
     "1eGcKIfo4p2uIsV7XFvvcwgmMevwpAKwiYV9Gki30Fx --server=https://api:6443\n",
     "sha256~"
     "1eGcKIfo4p2uIsV7XFvvcwgmMevwpAKwiYV9Gki30Fx"}};
constexpr LeakCounterexample kOpenshiftTokenNot[] = {
    {"sha256~"
     "abc"}};
constexpr LeakExample kK3sToken[] = {
    {"K3S_TOKEN="
     "K10"
     "caefddc7c799b9c75fe028a70ce51e6f2b548cbf0d61324228f73f8bb4041f1f::server:"
     "b6a8c633adacbb5b3cdc5284a0aa2f12\n",
     "K10"
     "caefddc7c799b9c75fe028a70ce51e6f2b548cbf0d61324228f73f8bb4041f1f::server:"
     "b6a8c633adacbb5b3cdc5284a0aa2f12"}};
constexpr LeakCounterexample kK3sTokenNot[] = {
    {"K10"
     "625d08630d211c29c9bb::server:x"}};

constexpr LeakKind kKinds[] = {
    {.id = "kubernetes-service-account-token",
     .title = "Kubernetes service account token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\beyJ[0-9A-Za-z_-]{8,}+\.eyJ[0-9A-Za-z_-]{8,}+\.[0-9A-Za-z_-]{20,}+)",
     .trigger = R"(\.eyJ[0-9A-Za-z_-]{10})",
     .confirm = service_account,
     .repair = "delete the Secret that holds it, or the service account; look at what its roles allow",
     .matches = kServiceAccountToken,
     .matches_not = kServiceAccountTokenNot},
    {.id = "kubeconfig-client-key",
     .title = "client key in a kubeconfig",
     .severity = model::Severity::kCritical,
     .pattern = R"(client-key-data[\\"\']{0,2}:\s{0,2}[\\"\']{0,2}([0-9A-Za-z+/]{60,8000}={0,2}))",
     .trigger = R"(client-key-data)",
     .confirm = client_key,
     .repair = "a certificate can't be revoked: take the rights of its user or group away, or change the cluster's client CA",
     .matches = kKubeconfigClientKey,
     .matches_not = kKubeconfigClientKeyNot},
    {.id = "kubeconfig-token",
     .title = "token in a kubeconfig",
     .severity = model::Severity::kCritical,
     .pattern = R"re(^[ \t]{2,12}token:[ \t]{1,4}"?([0-9A-Za-z._~+/=-]{16,4000})"?[ \t]{0,4}$)re",
     .min_entropy = 3,
     .confirm = in_kubeconfig,
     .repair = "revoke it at its issuer, or delete the service account's Secret",
     .matches = kKubeconfigToken,
     .matches_not = kKubeconfigTokenNot},
    {.id = "kubeadm-bootstrap-token",
     .title = "Kubernetes bootstrap token",
     .pattern = R"((?:--token[ =]|\btoken: {1,3}"?)([0-9a-z]{6}\.[0-9a-z]{16})(?:[^0-9a-z.]|$))",
     .min_entropy = 3,
     .confirm = bootstrap,
     .repair = "delete it (kubeadm token delete); it ends after a day unless told otherwise",
     .matches = kKubeadmBootstrapToken,
     .matches_not = kKubeadmBootstrapTokenNot},
    {.id = "kubernetes-encryption-key",
     .title = "Kubernetes key for Secrets at rest",
     .severity = model::Severity::kCritical,
     .pattern = R"re(^[ \t]{0,24}secret:[ \t]{1,4}"?([0-9A-Za-z+/]{22,43}={1,2})"?[ \t]{0,4}$)re",
     .confirm = aes,
     .repair = "put a new key in front of it, write all Secrets again, take this one out",
     .matches = kEncryptionKey,
     .matches_not = kEncryptionKeyNot},
    {.id = "kubernetes-docker-config",
     .title = "registry login in a Kubernetes Secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\.docker(?:configjson|cfg)[\\"\']{0,2}:\s{0,3}[\\"\']{0,2}([0-9A-Za-z+/]{40,8000}={0,2}))",
     .trigger = R"(\.docker(?:configjson|cfg))",
     .confirm = docker_config,
     .repair = "change the password or token at the registry; keep the Secret out of files",
     .matches = kDockerConfig,
     .matches_not = kDockerConfigNot},
    {.id = "rancher-token",
     .title = "Rancher API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\btoken-[0-9a-z]{5}:[0-9a-z]{54}\b)",
     .min_entropy = 3.8,
     .repair = "delete it under Account and API keys",
     .matches = kRancherToken,
     .matches_not = kRancherTokenNot},
    {.id = "rancher-kubeconfig-token",
     .title = "Rancher kubeconfig token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bkubeconfig-u(?:ser)?-[0-9a-z]{5,10}(?:\.[0-9a-z-]{4,12})?:[0-9a-z]{54}\b)",
     .min_entropy = 3.8,
     .repair = "delete it under Account and API keys",
     .matches = kRancherKubeconfigToken,
     .matches_not = kRancherKubeconfigTokenNot},
    {.id = "openshift-token",
     .title = "OpenShift access token",
     .pattern = R"(\b(sha256~[0-9A-Za-z_-]{43})(?:[^\w-]|$))",
     .min_entropy = 4,
     .repair = "log its user out (oc delete oauthaccesstoken)",
     .matches = kOpenshiftToken,
     .matches_not = kOpenshiftTokenNot},
    {.id = "k3s-token",
     .title = "K3s or RKE2 node token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bK10[0-9a-f]{64}::(?:server|node|agent|[0-9a-z]{6}\.)[0-9A-Za-z:.]{10,80})",
     .repair = "rotate it (k3s token rotate)",
     .matches = kK3sToken,
     .matches_not = kK3sTokenNot},
};

}  // namespace

extern constinit const Detector kubernetes;
constinit const Detector kubernetes = {.name = "kubernetes", .summary = "tokens and keys of Kubernetes", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
