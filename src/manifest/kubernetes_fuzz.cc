// SPDX-License-Identifier: Apache-2.0
//
// Any text as a manifest; every change written into what could be read has to give edits inside of the text that leave it readable.
#include "manifest/kubernetes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

int kubernetes_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using Change = batten::model::ContainerChange;
using Kind = batten::model::ContainerChange::Kind;

void check_edits(std::string_view text, const batten::model::Container& container, const Change& change) {
  auto edits = batten::manifest::kubernetes_edits(text, container, change);
  if (!edits) __builtin_trap();
  std::size_t end = 0;
  std::string after;
  for (const batten::model::Edit& edit : *edits) {
    if (edit.offset < end || edit.offset + edit.length > text.size()) __builtin_trap();
    after.append(text.substr(end, edit.offset - end)).append(edit.text);
    end = edit.offset + edit.length;
  }
  if (edits->empty()) return;
  after.append(text.substr(end));
  if (!batten::manifest::parse_kubernetes(after)) __builtin_trap();
}

}  // namespace

int kubernetes_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)batten::manifest::looks_like_kubernetes(text);
  auto file = batten::manifest::parse_kubernetes(text);
  if (!file) return file.error().message.empty() ? (__builtin_trap(), 0) : 0;
  if (file->containers.empty()) return 0;
  const batten::model::Container& first = file->containers.front();
  if (first.place.line == 0 || first.place.offset > size) __builtin_trap();
  batten::model::Place added = first.capabilities_added.empty() ? batten::model::Place() : first.capabilities_added.front().place;
  batten::model::Place mount = first.mounts.empty() ? batten::model::Place() : first.mounts.front().place;
  for (const Change& change :
       {Change{.kind = Kind::kDropAllCapabilities, .values = {"CHOWN"}}, Change{.kind = Kind::kNoNewPrivileges},
        Change{.kind = Kind::kReadOnlyRoot, .values = {"/tmp"}}, Change{.kind = Kind::kUser, .value = "1:2"},
        Change{.kind = Kind::kMemoryLimit, .value = "1g"}, Change{.kind = Kind::kRemovePrivileged},
        Change{.kind = Kind::kRemoveCapability, .place = added}, Change{.kind = Kind::kMountReadOnly, .place = mount},
        Change{.kind = Kind::kImageDigest, .value = "sha256:ab"}, Change{.kind = Kind::kImage, .value = "b:2"},
        Change{.kind = Kind::kSeccompDefault}, Change{.kind = Kind::kNoServiceAccountToken}}) {
    check_edits(text, first, change);
  }
  return 0;
}
