// SPDX-License-Identifier: Apache-2.0
#include "checks/image_use.h"

#include <algorithm>

#include "base/text.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks {

ImageName split_image(std::string_view image) {
  ImageName out;
  std::size_t at = image.find('@');
  if (at != std::string_view::npos) {
    out.digest = image.substr(at + 1);
    image = image.substr(0, at);
  }
  std::size_t colon = image.rfind(':'), slash = image.rfind('/');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    out.tag = image.substr(colon + 1);
    image = image.substr(0, colon);
  }
  out.repository = image;
  return out;
}

std::string_view registry_of(std::string_view repository) {
  std::size_t slash = repository.find('/');
  std::string_view first = repository.substr(0, std::min(slash, repository.size()));
  bool host = slash != std::string_view::npos && (first.contains('.') || first.contains(':') || first == "localhost");
  return host ? first : "docker.io";
}

bool is_stage(const manifest::Dockerfile& file, std::string_view name) {
  std::string wanted = base::lower(name);
  return std::ranges::any_of(file.stages, [&](const manifest::Stage& stage) { return !stage.name.empty() && stage.name == wanted; });
}

std::vector<ImageUse> images_used(const manifest::Dockerfile& file) {
  std::vector<ImageUse> out;
  for (const manifest::Stage& stage : file.stages) {
    if (stage.built_on < 0 && stage.base_known && !stage.base.empty() && base::lower(stage.base) != "scratch") {
      out.push_back({stage.base, "FROM", stage.base_place, &stage, stage.base == stage.written});
    }
  }
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    for (const manifest::Flag& flag : instruction.flags) {
      bool mount = flag.name == "mount";
      if (flag.unknown || (!mount && flag.name != "from")) continue;
      std::string_view image = mount ? manifest::mount_field(flag, "from") : flag.value;
      if (image.find_first_of("/:.@") == std::string_view::npos || image.contains('$') || is_stage(file, image)) continue;
      bool plain = !mount && file.text.compare(flag.value_place.offset, flag.value_place.length, image) == 0;
      out.push_back({std::string(image), mount ? "RUN --mount" : "COPY --from", flag.value_place, &stage, plain});
    }
  });
  return out;
}

Result<std::vector<model::Edit>> add_digest(const manifest::Dockerfile& file, const Hit& hit, const Surroundings& around) {
  std::vector<model::Edit> out;
  for (const ImageUse& use : images_used(file)) {
    if (use.place != hit.place || !use.plain) continue;
    if (!around.digest_of) return Error{Code::kUnavailable, "no engine or registry can be asked for the digest of " + use.image};
    std::string digest = TRY(around.digest_of(use.image));
    out.push_back({.offset = use.place.offset + use.place.length, .length = 0, .text = "@" + digest});
  }
  return out;
}

}  // namespace batten::checks
