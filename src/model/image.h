// SPDX-License-Identifier: Apache-2.0
//
// An image as its manifest and configuration describe it (OCI image-spec 1.1, Docker image spec 1.2).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/digest.h"

namespace batten::model {

struct Platform {
  std::string os = "linux";
  std::string arch;     // Go names: amd64, arm64, arm
  std::string variant;  // v7, v8 or empty

  bool operator==(const Platform&) const = default;
  // "linux/arm/v7"
  std::string text() const { return os + "/" + arch + (variant.empty() ? "" : "/" + variant); }
};

struct Descriptor {
  std::string media_type;
  Digest digest;
  std::uint64_t size_bytes = 0;
  Platform platform;  // in an index; arch empty elsewhere
  std::map<std::string, std::string> annotations;
  std::string artifact_type;  // of a manifest that is no image, in a list of referrers; else empty

  bool operator==(const Descriptor&) const = default;
};

// An image manifest or an image index; one of config and manifests is filled.
struct Manifest {
  std::string media_type;
  Descriptor config;
  std::vector<Descriptor> layers;
  std::vector<Descriptor> manifests;  // of an index / manifest list
  std::map<std::string, std::string> annotations;
  std::string artifact_type;  // of an artifact that is no image (image-spec 1.1); else empty
  Digest subject;             // the manifest that it is attached to; empty: none
  bool is_index = false;

  bool operator==(const Manifest&) const = default;
};

struct HistoryEntry {
  std::string created_by;  // the Dockerfile line, as the builder recorded it
  std::string comment;
  std::string created;
  bool empty_layer = false;

  bool operator==(const HistoryEntry&) const = default;
};

struct ImageConfig {
  Platform platform;
  std::string created;
  std::string user;
  std::vector<std::string> env;
  std::vector<std::string> entrypoint;
  std::vector<std::string> cmd;
  std::vector<std::string> exposed_ports;  // "80/tcp"
  std::vector<std::string> volumes;
  std::string working_dir;
  std::map<std::string, std::string> labels;
  std::vector<std::string> healthcheck;  // Test of Docker's Healthcheck; empty when none
  std::vector<Digest> diff_ids;          // bottom layer first
  std::vector<HistoryEntry> history;

  bool operator==(const ImageConfig&) const = default;
};

// One layer as reports show it.
struct LayerInfo {
  Digest diff_id;          // digest of the uncompressed tar; empty for a container's own changes or a directory
  std::string created_by;  // history line that made it; empty when the history does not tell
  bool operator==(const LayerInfo&) const = default;
};

}  // namespace batten::model
