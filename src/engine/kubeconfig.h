// SPDX-License-Identifier: Apache-2.0
//
// Where a Kubernetes cluster is and who asks it: a kubeconfig file as kubectl keeps it (clusters, users and contexts by name), or what a
// pod finds mounted in it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::engine {

struct KubernetesAddress {
  std::string context;  // "in-cluster" of a pod
  std::string file;     // the kubeconfig; empty: a pod's own account
  std::string server;   // "https://10.0.0.1:6443"
  std::string name_space;
  bool verify_tls = true;
  // PEM texts; empty: none.
  std::string authority, certificate, key;
  // As the file names them, absolute; each goes only where the text is empty.
  std::string authority_file, certificate_file, key_file;
  std::string token, token_file;
};

// context empty: its current one. directory: of the file, where paths in it begin. not_found: no such context; unsupported: a user who
// needs a program (exec) to be run, or a proxy.
Result<KubernetesAddress> parse_kubeconfig(std::string_view text, const std::string& directory, const std::string& context);

// path empty: each file of $KUBECONFIG, else ~/.kube/config, else the pod's own account. The first file that has the context counts, and
// has its cluster and user too.
Result<KubernetesAddress> find_kubernetes(const std::string& path, const std::string& context);

}  // namespace batten::engine
