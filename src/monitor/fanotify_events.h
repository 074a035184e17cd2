// SPDX-License-Identifier: Apache-2.0
//
// What fanotify(7) writes about changed files: records of a header and informations about directory, name and process. The places are told
// by file handles (FAN_REPORT_DFID_NAME), which are only compared here, never opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace batten::monitor {

// One record. The texts are views of the bytes read. A place is fsid and handle as they lie there; empty: not told.
struct FileNotice {
  std::uint64_t mask = 0;
  std::int32_t pid = 0;
  int file = -1;   // a descriptor that the reader owns; -1: the place is told by handles
  int pidfd = -1;  // of the process, the reader owns it; -1: it has ended, or the kernel does not tell
  std::string_view directory, name;
  std::string_view new_directory, new_name;  // of a rename; empty: to where nobody watches
  std::string_view object;                   // the file's own handle
};

// Visits each whole record. False: the rest is not of that form. Descriptors of records that were visited are the visitor's.
bool read_file_notices(std::string_view bytes, const std::function<void(const FileNotice&)>& visit);

// The handle of a file as records tell it. path: "" for the descriptor itself. Empty: its file system has none.
std::string place_of(int directory, const char* path);

}  // namespace batten::monitor
