// SPDX-License-Identifier: Apache-2.0
//
// For tests: layers and images made in memory, with the digests that belong to them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/tar_writer.h"
#include "base/format.h"
#include "base/hash.h"
#include "model/digest.h"

namespace batten::scan {

struct MadeEntry {
  std::string name, content;  // content: of a link, where it leads
  archive::EntryType type = archive::EntryType::kFile;
  std::uint32_t mode = 0644;
};

inline MadeEntry made_symlink(std::string name, std::string target) {
  return {std::move(name), std::move(target), archive::EntryType::kSymlink, 0777};
}
inline MadeEntry made_hard_link(std::string name, std::string target) {
  return {std::move(name), std::move(target), archive::EntryType::kHardLink, 0644};
}

// Empty when an entry can't be written.
inline std::string made_tar(const std::vector<MadeEntry>& entries) {
  std::string out;
  archive::TarWriter writer([&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  });
  bool good = true;
  for (const MadeEntry& made : entries) {
    archive::TarEntry entry;
    entry.name = made.name;
    entry.type = made.type;
    entry.mode = made.mode;
    entry.mtime = 1'700'000'000;
    bool file = made.type == archive::EntryType::kFile;
    if (file) entry.size_bytes = made.content.size();
    if (!file) entry.link_name = made.content;
    good = good && writer.add_header(entry) && (!file || writer.add_content(made.content));
  }
  return good && writer.finish() ? out : std::string();
}

inline model::Digest digest_of(std::string_view bytes) { return model::Digest::of_sha256_hex(base::sha256_hex(bytes)); }

// One paragraph of dpkg's status file.
inline std::string dpkg_paragraph(std::string_view name, std::string_view version) {
  return format("Package: {}\nStatus: install ok installed\nMaintainer: M <m@example.org>\nArchitecture: amd64\nVersion: {}\n\n", name,
                version);
}

constexpr std::string_view kBookworm =
    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n";

struct MadeLayer {
  std::string tar;
  std::string created_by;
};

// What `docker save` writes: layers, configuration with history, manifest.json.
inline std::string made_docker_archive(const std::vector<MadeLayer>& layers) {
  std::vector<MadeEntry> members;
  std::string diff_ids, history, names;
  for (const MadeLayer& layer : layers) {
    std::string name = base::sha256_hex(layer.tar) + "/layer.tar";
    const char* comma = names.empty() ? "" : ",";
    diff_ids += format("{}\"{}\"", comma, digest_of(layer.tar).text());
    history += format("{}{{\"created_by\":\"{}\"}}", comma, layer.created_by);
    names += format("{}\"{}\"", comma, name);
    members.push_back({name, layer.tar});
  }
  std::string config =
      format(R"({{"architecture":"amd64","os":"linux","rootfs":{{"type":"layers","diff_ids":[{}]}},"history":[{}]}})", diff_ids, history);
  std::string config_name = base::sha256_hex(config) + ".json";
  members.push_back({config_name, config});
  members.push_back({"manifest.json", format(R"([{{"Config":"{}","RepoTags":["made:1"],"Layers":[{}]}}])", config_name, names)});
  return made_tar(members);
}

}  // namespace batten::scan
