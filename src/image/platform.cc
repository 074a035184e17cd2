// SPDX-License-Identifier: Apache-2.0
#include "image/platform.h"

#include <sys/utsname.h>

#include <vector>

#include "base/format.h"
#include "base/text.h"

namespace batten::image {

model::Platform own_platform() {
  struct utsname name{};
  ::uname(&name);
  std::string_view machine = name.machine;
  model::Platform out;
  if (machine == "x86_64") {
    out.arch = "amd64";
  } else if (machine == "aarch64") {
    out.arch = "arm64";
  } else if (machine.starts_with("armv7")) {
    out.arch = "arm", out.variant = "v7";
  } else if (machine.starts_with("armv6")) {
    out.arch = "arm", out.variant = "v6";
  } else if (machine == "i686" || machine == "i386") {
    out.arch = "386";
  } else {
    out.arch = machine;  // ppc64le, s390x, riscv64 have the same name
  }
  return out;
}

Result<model::Platform> parse_platform_text(std::string_view text) {
  std::vector<std::string_view> parts = base::split(text, '/');
  for (std::string_view part : parts) {
    if (part.empty())
      return Error{Code::kInvalidArgument, format("platform '{}': want os/arch or os/arch/variant, as in linux/arm64", text)};
  }
  model::Platform out;
  if (parts.size() == 1) {
    out.arch = parts[0];
  } else if (parts.size() <= 3) {
    out.os = parts[0];
    out.arch = parts[1];
    if (parts.size() == 3) out.variant = parts[2];
  } else {
    return Error{Code::kInvalidArgument, format("platform '{}': want os/arch or os/arch/variant, as in linux/arm64", text)};
  }
  if (out.arch == "x86_64") out.arch = "amd64";
  if (out.arch == "aarch64") out.arch = "arm64";
  return out;
}

Result<model::Descriptor> choose_platform(const model::Manifest& index, const model::Platform& wanted) {
  model::Platform target = wanted.arch.empty() ? own_platform() : wanted;
  std::vector<std::string> there;
  std::vector<const model::Descriptor*> images;
  for (const model::Descriptor& item : index.manifests) {
    if (item.platform.arch == "unknown" || item.annotations.contains("vnd.docker.reference.type")) continue;
    images.push_back(&item);
    there.push_back(item.platform.arch.empty() ? "(no platform)" : item.platform.text());
  }
  for (const model::Descriptor* item : images) {
    const model::Platform& platform = item->platform;
    bool variant_fits =
        target.variant.empty() || platform.variant == target.variant || (target.arch == "arm64" && platform.variant.empty());
    if (platform.os == target.os && platform.arch == target.arch && variant_fits) return *item;
  }
  if (images.size() == 1 && (wanted.arch.empty() || images[0]->platform.arch.empty())) return *images[0];
  return Error{Code::kNotFound,
               format("no image for {} in the index; there is: {} (choose with --platform)", target.text(), base::join(there, ", "))};
}

}  // namespace batten::image
