// SPDX-License-Identifier: Apache-2.0
//
// image::Parser through the sandbox: every call becomes a job of a fresh confined process. handle_request is what runs there.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/layer_pass.h"
#include "image/parser.h"
#include "sandbox/sandbox.h"

namespace batten::image {

using VisitorFactory = std::unique_ptr<LayerVisitor> (*)();

// In the worker: reads the request that SandboxParser wrote, does the work, gives the encoded answer.
Result<std::string> handle_request(std::string_view request, std::span<const int> fds, const sandbox::Tick& tick,
                                   VisitorFactory make_visitor);

// Thread-safe.
class SandboxParser final : public Parser {
 public:
  explicit SandboxParser(sandbox::Sandbox& sandbox) : sandbox_(sandbox) {}
  void set_with_files(bool on) { with_files_ = on; }
  bool with_files() const override { return with_files_; }

  Result<model::Manifest> manifest(std::string_view json) override;
  Result<model::ImageConfig> config(std::string_view json) override;
  Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view json) override;
  Result<ArchiveIndex> archive_index(int fd) override;
  Result<ArchiveContents> archive_contents(const LayerBytes& bytes, const Tick& tick) override;
  Result<model::LayerFacts> layer(const LayerBytes& bytes, const std::vector<Alias>& aliases, const Tick& tick) override;
  Result<model::Inventory> sbom(std::string_view text) override;

 private:
  sandbox::Sandbox& sandbox_;
  bool with_files_ = false;
};

}  // namespace batten::image
