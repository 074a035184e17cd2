// SPDX-License-Identifier: Apache-2.0
#include "advisory/answer_codec.h"

#include <algorithm>

#include "base/reader.h"
#include "base/writer.h"

namespace batten::advisory {
namespace {

constexpr std::string_view kMagic = "batten-repository-1";

}  // namespace

std::string encode_answer(const KeptAnswer& kept) {
  const RepositoryAnswer& answer = kept.answer;
  base::Writer out;
  out.bytes(kMagic);
  out.varint(static_cast<std::uint64_t>(kept.asked));
  out.sized(answer.date);
  out.varint(answer.origins.size());
  for (const std::string& origin : answer.origins) out.sized(origin);
  out.varint(answer.notes.size());
  for (const base::Note& note : answer.notes) {
    out.u8(static_cast<std::uint8_t>(note.kind));
    out.sized(note.where);
    out.sized(note.message);
    out.sized(note.hint);
  }
  out.varint(answer.packages.size());
  for (const AvailablePackage& package : answer.packages) {
    auto origin = std::find(answer.origins.begin(), answer.origins.end(), package.origin);
    out.varint(static_cast<std::uint64_t>(origin - answer.origins.begin()));
    out.sized(package.name);
    // Most packages are their own source.
    out.sized(package.source_name == package.name ? "" : package.source_name);
    out.sized(package.version);
    out.sized(package.source_version == package.version ? "" : package.source_version);
    out.sized(package.arch);
  }
  return out.take();
}

Result<KeptAnswer> decode_answer(std::string_view bytes) {
  base::Reader reader(bytes);
  if (reader.bytes(kMagic.size()) != kMagic) return Error{Code::kCorrupt, "not a kept answer of a repository"};
  KeptAnswer out;
  RepositoryAnswer& answer = out.answer;
  out.asked = static_cast<std::int64_t>(reader.varint());
  answer.date = reader.sized();
  std::size_t origins = reader.count(1);
  for (std::size_t i = 0; i < origins && reader.ok(); ++i) answer.origins.emplace_back(reader.sized());
  std::size_t notes = reader.count(4);
  for (std::size_t i = 0; i < notes && reader.ok(); ++i) {
    base::Note note;
    std::uint8_t kind = reader.u8();
    if (kind > static_cast<std::uint8_t>(base::Note::Kind::kInfo)) reader.fail();
    if (reader.ok()) note.kind = static_cast<base::Note::Kind>(kind);
    note.where = reader.sized();
    note.message = reader.sized();
    note.hint = reader.sized();
    answer.notes.push_back(std::move(note));
  }
  std::size_t packages = reader.count(6);
  if (reader.ok()) answer.packages.reserve(packages);
  for (std::size_t i = 0; i < packages && reader.ok(); ++i) {
    AvailablePackage package;
    std::uint64_t origin = reader.varint();
    if (origin < answer.origins.size()) package.origin = answer.origins[static_cast<std::size_t>(origin)];
    package.name = reader.sized();
    package.source_name = reader.sized();
    if (package.source_name.empty()) package.source_name = package.name;
    package.version = reader.sized();
    package.source_version = reader.sized();
    if (package.source_version.empty()) package.source_version = package.version;
    package.arch = reader.sized();
    answer.packages.push_back(std::move(package));
  }
  TRY(reader.finish("kept answer of a repository"));
  return out;
}

}  // namespace batten::advisory
