// SPDX-License-Identifier: Apache-2.0
//
// image::Parser through the sandbox: every call becomes a job of a fresh confined process. handle_request is what runs there.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "image/layer_pass.h"
#include "image/parser.h"
#include "sandbox/sandbox.h"

namespace batten::image {

// leak_key: the key for fingerprints of secrets; empty: none are looked for.
using VisitorFactory = std::unique_ptr<LayerVisitor> (*)(const std::string& leak_key);

// In the worker: reads the request that SandboxParser wrote, does the work, gives the encoded answer.
Result<std::string> handle_request(std::string_view request, std::span<const int> fds, const sandbox::Tick& tick,
                                   VisitorFactory make_visitor);

// Thread-safe.
class SandboxParser final : public Parser {
 public:
  explicit SandboxParser(sandbox::Sandbox& sandbox) : sandbox_(sandbox) {}
  void set_with_files(bool on) { with_files_ = on; }
  bool with_files() const override { return with_files_; }
  // Secrets are looked for in all files, with that key for their fingerprints. name tells one such search from another.
  void set_leak_search(std::string key, std::string name) {
    leak_key_ = std::move(key);
    leak_search_ = std::move(name);
  }
  std::string extra_search() const override { return leak_search_; }

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
  std::string leak_key_, leak_search_;
};

}  // namespace batten::image
