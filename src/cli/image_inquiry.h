// SPDX-License-Identifier: Apache-2.0
//
// How batten watch learns of an image that runs, its findings and the files of its packages: by a scan in a process of its own, which keeps
// the layers it has read and fetches nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "watch/image_facts.h"

namespace batten::cli {

// when: "scan" or "off", which gives none. Without a database of advisories nothing is said of findings. key_path: a public key; whether
// it has signed the image is asked of the image's registry. Empty: nothing is asked.
Result<watch::ImageInquiry> image_inquiry(std::string_view when, const std::string& key_path);

}  // namespace batten::cli
