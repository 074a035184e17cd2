// SPDX-License-Identifier: Apache-2.0
//
// An OCI image layout: a directory, or a tar of one.
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "image/oci_layout.h"
#include "image/source.h"

namespace batten::image::sources {
namespace {

bool claims(std::string_view reference, const SourceOptions&) {
  std::string path = split_path_and_tag(reference).path;
  return base::is_regular_file(path + "/oci-layout") && base::is_regular_file(path + "/index.json");
}

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser& parser) {
  PathAndTag what = split_path_and_tag(reference);
  if (base::is_directory(what.path)) return TRY_IN(what.path, open_oci_layout(directory_layout(what.path), what.tag, options, parser));
  auto archive = TRY_IN(what.path, ArchiveFile::open(TRY(base::open_read(what.path)), options, parser));
  OpenedImage image = TRY_IN(what.path, open_oci_layout(archive_layout(archive), what.tag, options, parser));
  image.notes.insert(image.notes.end(), archive->notes().begin(), archive->notes().end());
  return image;
}

constexpr SourceExample kExamples[] = {{"no/such/layout", false}, {"ubuntu:22.04", false}};

}  // namespace

extern constinit const Source oci;
constinit const Source oci{
    .name = "oci",
    .summary = "an OCI image layout: directory or tar, PATH[:TAG]",
    .order = 10,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
