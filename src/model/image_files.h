// SPDX-License-Identifier: Apache-2.0
//
// What an image's files are, as far as its checks ask: modes and names that one may object to, and who the accounts are. Bounded: an image
// has few such files, and of a password nothing is kept but whether there is one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace batten::model {

struct NotableFile {
  // Bits of traits.
  static constexpr std::uint8_t kSetuid = 1;    // setuid or setgid, and no directory
  static constexpr std::uint8_t kWritable = 2;  // by everyone, in a directory of the system
  static constexpr std::uint8_t kNeedless = 4;  // by its name: left over from building
  static constexpr std::uint8_t kCached = 8;    // with kNeedless: one of many in a cache

  std::string path;
  std::uint32_t mode = 0;  // permission bits with setuid, setgid and sticky
  std::uint8_t traits = 0;
  bool directory = false;

  bool operator==(const NotableFile&) const = default;
};

// A line of etc/passwd, etc/shadow or etc/group.
struct Account {
  static constexpr std::uint64_t kNoId = UINT64_MAX;

  std::string name;
  std::uint64_t id = kNoId;  // user or group; etc/shadow has none
  bool no_password = false;  // the field is empty
  bool shadowed = false;     // of etc/passwd: etc/shadow has it

  bool operator==(const Account&) const = default;
};

struct AccountFile {
  std::string path;
  std::vector<Account> accounts;  // in the order of the lines

  bool operator==(const AccountFile&) const = default;
};

// All layers merged.
struct ImageFiles {
  std::vector<NotableFile> notable;   // by path
  std::vector<AccountFile> accounts;  // by path; those files that are there
  std::string distro;                 // id; empty: not known
  bool operator==(const ImageFiles&) const = default;
};

}  // namespace batten::model
