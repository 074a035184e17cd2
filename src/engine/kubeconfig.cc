// SPDX-License-Identifier: Apache-2.0
#include "engine/kubeconfig.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "base/base64.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/yaml.h"

namespace batten::engine {
namespace {

constexpr std::uint64_t kMaxBytes = 4u << 20;
constexpr const char* kAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

// The value of the entry with that name: clusters: [{name: a, cluster: {...}}].
yaml::View named(yaml::View list, std::string_view name, std::string_view member) {
  for (const yaml::View& one : list.elements()) {
    if (one["name"].string() == name) return one[member];
  }
  return {};
}

std::string absolute(const std::string& directory, std::string_view path) {
  if (path.empty() || path.starts_with('/')) return std::string(path);
  return directory + "/" + std::string(path);
}

Result<std::string> decoded(yaml::View view, std::string_view what) {
  const std::string_view text = view.string();
  if (text.empty()) return std::string();
  auto bytes = base::unbase64(base::trim(text));
  if (!bytes) return Error{Code::kCorrupt, format("kubeconfig: {} is not base64", what)};
  return *bytes;
}

Result<void> read_user(yaml::View user, const std::string& name, const std::string& directory, KubernetesAddress& out) {
  if (user["exec"] || user["auth-provider"])
    return Error{Code::kUnsupported, format("kubeconfig: user '{}' needs a program to be run for its token, which is not done: give it a "
                                            "token or a client certificate ('kubectl create token' makes one)",
                                            base::printable(name))};
  out.certificate = TRY(decoded(user["client-certificate-data"], "client-certificate-data"));
  out.key = TRY(decoded(user["client-key-data"], "client-key-data"));
  out.certificate_file = absolute(directory, user["client-certificate"].string());
  out.key_file = absolute(directory, user["client-key"].string());
  out.token = user["token"].string();
  out.token_file = absolute(directory, user["tokenFile"].string());
  return {};
}

Result<KubernetesAddress> in_pod() {
  const std::string host = base::environment("KUBERNETES_SERVICE_HOST"), port = base::environment("KUBERNETES_SERVICE_PORT");
  const std::string account = kAccount;
  if (host.empty() || port.empty() || !base::is_regular_file(account + "/token"))
    return Error{Code::kNotFound,
                 "no Kubernetes cluster is known here: there is no $KUBECONFIG, no ~/.kube/config and no account of a pod; "
                 "--kubeconfig FILE names one"};
  KubernetesAddress out;
  out.context = "in-cluster";
  out.server = format("https://{}:{}", host.contains(':') ? "[" + host + "]" : host, port);
  out.authority_file = account + "/ca.crt";
  out.token_file = account + "/token";
  if (auto name_space = base::read_file(account + "/namespace", 1000)) out.name_space = std::string(base::trim(*name_space));
  return out;
}

std::vector<std::string> kubeconfig_files() {
  std::vector<std::string> out;
  const std::string given = base::environment("KUBECONFIG"), home = base::environment("HOME");
  for (std::string_view one : base::split(given, ':')) {
    if (!one.empty()) out.emplace_back(one);
  }
  if (given.empty() && !home.empty() && base::is_regular_file(home + "/.kube/config")) out.push_back(home + "/.kube/config");
  return out;
}

Result<KubernetesAddress> read_one(const std::string& path, const std::string& context) {
  const std::string text = TRY(base::read_file(path, kMaxBytes));
  const std::size_t slash = path.rfind('/');
  KubernetesAddress out = TRY_IN(path, parse_kubeconfig(text, slash == std::string::npos ? "." : path.substr(0, slash), context));
  std::error_code failed;
  const std::filesystem::path whole = std::filesystem::absolute(path, failed);
  out.file = failed ? path : whole.string();
  return out;
}

}  // namespace

Result<KubernetesAddress> parse_kubeconfig(std::string_view text, const std::string& directory, const std::string& wanted) {
  yaml::Document document = TRY_IN("kubeconfig", yaml::Document::parse(text, {.max_bytes = kMaxBytes}));
  KubernetesAddress out;
  out.context = wanted.empty() ? std::string(document["current-context"].string()) : wanted;
  if (out.context.empty()) return Error{Code::kNotFound, "kubeconfig: it has no current context: name one (--kubernetes=CONTEXT)"};
  const std::string shown = base::printable(out.context.substr(0, 200));
  const yaml::View context = named(document["contexts"], out.context, "context");
  if (!context) return Error{Code::kNotFound, format("kubeconfig: it has no context '{}'", shown)};
  const yaml::View cluster = named(document["clusters"], context["cluster"].string(), "cluster");
  if (!cluster) return Error{Code::kNotFound, format("kubeconfig: the cluster of context '{}' is not in it", shown)};
  const std::string user(context["user"].string());
  out.name_space = context["namespace"].string();
  out.server = cluster["server"].string();
  while (out.server.ends_with('/')) out.server.pop_back();
  if (!out.server.starts_with("https://") && !out.server.starts_with("http://"))
    return Error{Code::kInvalidArgument, format("kubeconfig: the server of context '{}' is no https:// address", shown)};
  for (std::string_view unknown : {"proxy-url", "tls-server-name"}) {
    if (!cluster[unknown].string().empty())
      return Error{Code::kUnsupported, format("kubeconfig: the cluster of context '{}' has {}, which is not known here", shown, unknown)};
  }
  out.verify_tls = !cluster["insecure-skip-tls-verify"].as_bool().value_or(false);
  out.authority = TRY(decoded(cluster["certificate-authority-data"], "certificate-authority-data"));
  out.authority_file = absolute(directory, cluster["certificate-authority"].string());
  TRY(read_user(named(document["users"], user, "user"), user, directory, out));
  return out;
}

Result<KubernetesAddress> find_kubernetes(const std::string& path, const std::string& context) {
  if (!path.empty()) return read_one(path, context);
  const std::vector<std::string> files = kubeconfig_files();
  if (files.empty()) return in_pod();
  Result<KubernetesAddress> out = Error{Code::kNotFound, "kubeconfig: none"};
  for (const std::string& file : files) {
    out = read_one(file, context);
    if (out || out.error().code != Code::kNotFound) return out;
  }
  return out;
}

}  // namespace batten::engine
