// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::cli {

Result<void> write_output(const std::string& path, std::string_view text) {
  std::string whole(text);
  if (!whole.ends_with('\n')) whole.push_back('\n');
  if (!path.empty() && path != "-") return base::write_file_atomic(path, whole);
  return base::write_all(1, whole);
}

void print_notes(const base::Notes& notes) {
  for (const base::Note& note : notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    std::string line =
        format("batten: {}: {}: {}", base::note_kind_name(note.kind), base::printable(note.where), base::printable(note.message));
    if (!note.hint.empty()) line += " (" + base::printable(note.hint) + ")";
    (void)base::write_all(2, line + "\n");
  }
}

}  // namespace batten::cli
