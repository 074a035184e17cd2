// SPDX-License-Identifier: Apache-2.0
//
// The packages that one file of a language's package manager names (a lock file, the metadata of an installed package): checked,
// each name and version once, bounded in number. And the two ways in which such files are opened.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "base/json.h"
#include "base/note.h"
#include "base/result.h"
#include "model/facts.h"
#include "packages/file_notes.h"

namespace batten::packages {

class PackageList {
 public:
  static constexpr std::size_t kMaxPackages = 200'000;
  // Each package keeps the path of its file.
  static constexpr std::size_t kMaxPathBytes = 64u << 20;
  static constexpr std::size_t kMaxName = 500;
  static constexpr std::size_t kMaxLicences = 50;

  // type: the purl type of its packages.
  PackageList(std::string_view type, std::string_view path, model::FileFacts& facts, base::Notes& notes)
      : type_(type), path_(path), facts_(facts), trouble_(path, notes) {}

  // Adds a package. One without name or version, or with one that is too long or holds control characters, becomes a note; one that
  // is there already is not added again. inner: where in the file, when that is an archive; each place counts by itself. The package, until
  // the next call, or nullptr.
  model::Package* add(std::string_view name, std::string_view version, std::string_view inner = {});
  // A part of the file that could not be read.
  void skipped(std::string message) { trouble_.skipped(std::move(message)); }

 private:
  std::string type_;
  std::string path_;
  model::FileFacts& facts_;
  FileNotes trouble_;
  std::unordered_set<std::string> seen_;
  std::size_t inner_bytes_ = 0;
};

// A licence's name, once; what is empty, too long for a name or one too many is left out.
void add_licence(std::string_view licence, model::Package& package);

// The text without a byte order mark; corrupt when it holds NUL bytes, as no text does.
Result<std::string_view> plain_text(std::string_view content);

// A JSON text, which may begin with a byte order mark, whose root is an object, or in the second form an object or an array; corrupt or
// limit otherwise.
Result<json::Document> json_object(std::string_view content);
Result<json::Document> json_object_or_array(std::string_view content);

// Does the file lie somewhere below a directory of that name, or of those names ("pkg/mod")?
bool is_below(std::string_view path, std::string_view directory);

// Does the file lie in a package that somebody else made and that was installed or copied in (node_modules/, vendor/, site-packages/,
// gems/, Go's module cache ..), or in a test's data? A lock file there says what its developers worked with; nothing follows it.
bool is_of_dependency(std::string_view path);

}  // namespace batten::packages
