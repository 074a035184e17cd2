// SPDX-License-Identifier: Apache-2.0
//
// A registry by its reference.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "image/registry_client.h"
#include "model/reference.h"

namespace batten::share {

struct Connection {
  model::Reference reference;
  std::unique_ptr<image::RegistryClient> client;
};

// "oci://REGISTRY/REPOSITORY:TAG", also without oci://. The endpoint that answers: mirrors only where mirrors is set, for they can't be
// written to.
Result<Connection> connect(const std::string& reference, const image::RegistryOptions& options, bool mirrors);

}  // namespace batten::share
