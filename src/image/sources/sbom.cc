// SPDX-License-Identifier: Apache-2.0
//
// An SBOM instead of an image: CycloneDX as JSON or XML, SPDX as JSON or tag-value.
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "base/file.h"
#include "image/sbom_parse.h"
#include "image/source.h"

namespace batten::image::sources {
namespace {

constexpr std::uint64_t kMaxBytes = 48u << 20;

bool claims(std::string_view reference, const SourceOptions&) {
  std::string path(reference);
  if (!base::is_regular_file(path)) return false;
  auto fd = base::open_read(path);
  if (!fd) return false;
  std::string head(4096, '\0');
  ssize_t got = ::read(fd->get(), head.data(), head.size());
  head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return looks_like_sbom(head);
}

Result<OpenedImage> open(std::string_view reference, const SourceOptions&, Parser& parser) {
  std::string path(reference);
  std::string text = path == "-" ? TRY(base::read_all(0, kMaxBytes)) : TRY(base::read_file(path, kMaxBytes));
  OpenedImage out;
  out.source.kind = "sbom";
  out.inventory = TRY_IN(path, parser.sbom(text));
  for (base::Note& note : out.inventory->notes) {
    if (note.where == "SBOM" && path != "-") note.where = path;
  }
  return out;
}

constexpr SourceExample kExamples[] = {{"no/such/file.json", false}, {"alpine", false}};

}  // namespace

extern constinit const Source sbom;
constinit const Source sbom{
    .name = "sbom",
    .summary = "an SBOM: CycloneDX (JSON, XML) or SPDX 2 (JSON, tag-value)",
    .order = 30,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
