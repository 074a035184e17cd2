// SPDX-License-Identifier: Apache-2.0
//
// Credentials that ECS, Fargate and EKS Pod Identity serve to a container ("Container credential provider", AWS SDKs and Tools Reference
// Guide). The address is checked, so that nobody's variable can make us hand a token to another host.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

// Addresses of a host, as text: "127.0.0.1", "fd00:ec2::23".
using Resolver = std::function<Result<std::vector<std::string>>(const std::string& host)>;
Result<std::vector<std::string>> resolve_host(const std::string& host);

struct ContainerTarget {
  std::string url;   // of http:// with an address in place of the host: the one that was checked
  std::string host;  // for the header Host, where that differs; empty: as the URL says
};
// Of AWS_CONTAINER_CREDENTIALS_FULL_URI: https://, or http:// when every address of the host is a loopback one, 169.254.170.2,
// 169.254.170.23 or fd00:ec2::23. denied otherwise.
Result<ContainerTarget> container_target(const std::string& uri, const Resolver& resolver);

// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, or .._FULL_URI.
PossibleCredentials credentials_of_container(const AwsSettings& settings, AwsClient& client);

}  // namespace batten::secrets
