// SPDX-License-Identifier: Apache-2.0
//
// What the rpm databases (SQLite, NDB, Berkeley DB) and rpm manifests have in common: how an rpm header becomes a package.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/note.h"
#include "model/facts.h"
#include "packages/file_notes.h"

namespace batten::packages {

// Sets name and version of the source package from the name of its file, "bash-5.1.8-6.el9.src.rpm". The file's name has no epoch: when
// the package was built from that very version its own epoch is taken, else none is made up. Without a usable name: the package itself.
void set_source_rpm(std::string_view file_name, model::Package& package);

// "1:2.3-4"; the epoch only when it is not 0.
std::string evr(std::uint64_t epoch, std::string_view version, std::string_view release);

// Takes the header blobs of one database in turn. Public keys that rpm keeps as pseudo packages (gpg-pubkey) are packages like any other,
// so that the list is the one that rpm -qa prints.
class RpmCollector {
 public:
  RpmCollector(std::string_view path, model::FileFacts& facts, base::Notes& notes) : path_(path), facts_(facts), trouble_(path, notes) {}

  // number: the database's own number of the header, for the note when it is broken.
  void add(std::uint64_t number, std::string_view blob);
  void skipped(std::string message) { trouble_.skipped(std::move(message)); }

 private:
  std::string path_;
  model::FileFacts& facts_;
  FileNotes trouble_;
  std::size_t path_bytes_ = 0;
};

}  // namespace batten::packages
