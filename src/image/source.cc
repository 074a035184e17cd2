// SPDX-License-Identifier: Apache-2.0
#include "image/source.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::image {
namespace {

std::vector<const Source*> by_order() {
  std::span<const Source* const> table = all_sources();
  std::vector<const Source*> out(table.begin(), table.end());
  std::sort(out.begin(), out.end(), [](const Source* a, const Source* b) { return a->order < b->order; });
  return out;
}

Result<OpenedImage> open_with(const Source& source, std::string_view reference, const SourceOptions& options, Parser& parser) {
  OpenedImage image = TRY_IN(source.name, source.open(reference, options, parser));
  if (image.source.kind.empty()) image.source.kind = source.name;
  image.source.reference = reference;
  if (image.source.name.empty()) image.source.name = reference;
  return image;
}

}  // namespace

Result<OpenedImage> open_image(std::string_view reference, const SourceOptions& options, Parser& parser) {
  if (reference.empty()) return Error{Code::kInvalidArgument, "no image given"};
  std::vector<const Source*> sources = by_order();
  for (const Source* source : sources) {
    if (reference.size() > source->name.size() + 1 && reference.starts_with(source->name) && reference[source->name.size()] == ':') {
      return open_with(*source, reference.substr(source->name.size() + 1), options, parser);
    }
  }
  std::vector<std::string> failures;
  Code code = Code::kNotFound;
  for (const Source* source : sources) {
    if (!source->claims(reference, options)) continue;
    Result<OpenedImage> image = open_with(*source, reference, options, parser);
    if (image) return image;
    // Something of that name is there and broken: that is the answer. Only "not found here" lets the next one try.
    if (image.error().code != Code::kNotFound && image.error().code != Code::kUnavailable) return image.error();
    failures.push_back(image.error().message);
    code = image.error().code;
  }
  if (failures.empty()) {
    return Error{Code::kNotFound,
                 format("'{}' is no archive, layout, directory, SBOM or image reference", base::printable(reference.substr(0, 300)))};
  }
  return Error{code, format("'{}' was not found; tried: {}", base::printable(reference.substr(0, 300)), base::join(failures, "; "))};
}

}  // namespace batten::image
