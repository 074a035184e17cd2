// SPDX-License-Identifier: Apache-2.0
//
// apk's database of installed packages (Alpine, Wolfi, Chainguard): lib/apk/db/installed, since apk 3 usr/lib/apk/db/installed.
// Blocks of lines "X:value" (apk-package(5), "installed database v2"); a blank line ends a block. F: begins a directory, R: a file in it.
// Virtual packages (.build-deps) are listed as apk itself does.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/file_notes.h"
#include "packages/owned_files.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxPathBytes = 128u << 20;

class Block {
 public:
  Block(std::string_view path, model::FileFacts& facts, FileNotes& trouble) : path_(path), facts_(facts), trouble_(trouble) {}

  void line(std::size_t number, std::string_view text) {
    if (begin_ == 0) begin_ = number;
    if (text.size() < 2 || text[1] != ':') {
      trouble_.skipped(format("line {}: no 'X:value' field", number));
      return;
    }
    std::string_view value = text.substr(2);
    switch (text[0]) {
      case 'P': package_.name = value; break;
      case 'V': package_.version = value; break;
      case 'A': package_.arch = value; break;
      case 'L':
        if (!value.empty()) package_.licenses.assign(1, std::string(value));
        break;
      case 'o': package_.source_name = value; break;
      case 'm': package_.maintainer = value; break;
      case 'F': directory_ = value; break;
      case 'R': owned(value); break;
      default: break;
    }
  }

  void finish() {
    if (begin_ == 0) return;
    if (package_.name.empty() || package_.version.empty()) {
      trouble_.skipped(
          format("block at line {}: {}", begin_,
                 package_.name.empty() ? std::string("no package name (P:)") : format("package {} has no version (V:)", package_.name)));
    } else {
      package_.type = "apk";
      if (package_.source_name.empty()) package_.source_name = package_.name;
      package_.source_version = package_.version;
      package_.location.path = path_;
      package_.files = owned_files(std::move(files_));
      facts_.packages.push_back(std::move(package_));
    }
    package_ = {};
    files_.clear();
    directory_ = {};
    begin_ = 0;
  }

 private:
  void owned(std::string_view name) {
    // One long directory name before a million short ones: what it makes is bounded, not only what it reads.
    std::size_t size = directory_.size() + 1 + name.size();
    if (path_bytes_ + size > kMaxPathBytes) {
      trouble_.skipped(format("package {}: file {} left out, too many file names", package_.name, name.substr(0, 200)));
      return;
    }
    path_bytes_ += size;
    std::string& file = files_.emplace_back();
    file.reserve(size);
    file.append(directory_).append(directory_.empty() ? "" : "/").append(name);
  }

  std::string_view path_;
  model::FileFacts& facts_;
  FileNotes& trouble_;
  model::Package package_;
  std::vector<std::string> files_;
  std::string_view directory_;
  std::size_t begin_ = 0;
  std::size_t path_bytes_ = 0;
};

Result<void> parse_installed(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not an apk database: it has NUL bytes"};
  FileNotes trouble(path, notes);
  Block block(path, facts, trouble);
  std::size_t number = 0;
  base::each_line(content, [&](std::string_view line) {
    ++number;
    line.empty() ? block.finish() : block.line(number, line);
  });
  block.finish();
  return {};
}

constexpr std::string_view kClaims[] = {"lib/apk/db/installed", "usr/lib/apk/db/installed"};
constexpr std::string_view kMatches[] = {"lib/apk/db/installed", "usr/lib/apk/db/installed"};
constexpr std::string_view kMatchesNot[] = {"lib/apk/db/triggers", "srv/lib/apk/db/installed"};
constexpr CatalogerExample kExamples[] = {
    {"lib/apk/db/installed",
     "C:Q1abc=\nP:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:libc.musl-x86_64.so.1\na:0:0:777\nZ:Q1x=\n\nP:.build-deps\nV:"
     "20240101.000000\n",
     "musl 1.2.5-r0, .build-deps 20240101.000000"},
    {"lib/apk/db/installed", "", ""},
};

}  // namespace

extern constinit const Cataloger apk;
constinit const Cataloger apk = {
    .name = "apk",
    .summary = "installed packages of Alpine, Wolfi and Chainguard",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_installed,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
