// SPDX-License-Identifier: Apache-2.0
#include "packages/cataloger.h"

#include "base/format.h"
#include "base/text.h"

namespace batten::packages {

Result<void> catalog(const Cataloger& cataloger, std::string_view path, std::string_view content, model::FileFacts& facts,
                     base::Notes& notes) {
  if (content.size() > cataloger.max_bytes) {
    return Error{Code::kLimit, format("{} is more than the {} that are read of such a file ({})", base::human_size(content.size()),
                                      base::human_size(cataloger.max_bytes), cataloger.name)};
  }
  std::size_t before = facts.packages.size();
  Result<void> parsed = cataloger.parse != nullptr ? cataloger.parse(path, content, facts, notes)
                                                   : cataloger.parse_stream(path, *archive::memory_source(content), facts, notes);
  for (std::size_t i = before; cataloger.declares && i < facts.packages.size(); ++i) facts.packages[i].declared = true;
  return parsed;
}

}  // namespace batten::packages
