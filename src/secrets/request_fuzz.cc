// SPDX-License-Identifier: Apache-2.0
//
// Requests as words and in files; a reference that is accepted must come back from its text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/yaml.h"
#include "secrets/request.h"

int request_fuzz(const std::uint8_t* data, std::size_t size);

int request_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto request = secrets::parse_request(text)) {
    auto again = secrets::parse_reference(secrets::to_string(request->reference));
    if (!again || *again != request->reference || request->name.empty() || ("/" + request->file_name() + "/").contains("/../") ||
        request->mode > 0777)
      std::abort();
  }
  auto document = yaml::Document::parse(text, {.max_bytes = 1u << 16, .max_depth = 20, .max_nodes = 1000});
  if (document) {
    auto requests = secrets::read_requests((*document)["secrets"], "fuzz");
    if (requests) (void)secrets::check_distinct(*requests).has_value();
  }
  return 0;
}
