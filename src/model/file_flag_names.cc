// SPDX-License-Identifier: Apache-2.0
//
// Files: open, link, rename, mount, mode. Order as printed: for sets of bits that of Falco.
#include "model/flag_table.h"

namespace batten::model {
namespace {

constexpr FlagName kOpen[] = {{"O_LARGEFILE", 0100000},
                              {"O_DIRECTORY", 0200000},
                              {"O_DIRECT", 040000},
                              {"O_TRUNC", 01000},
                              {"O_SYNC", 04010000},
                              {"O_NONBLOCK", 04000},
                              {"O_EXCL", 0200},
                              {"O_DSYNC", 010000},
                              {"O_APPEND", 02000},
                              {"O_CREAT", 0100},
                              {"O_RDWR", 02},
                              {"O_WRONLY", 01},
                              {"O_CLOEXEC", 02000000},
                              {"O_TMPFILE", 020200000},
                              {"O_PATH", 010000000},
                              {"O_NOFOLLOW", 0400000},
                              {"O_NOATIME", 01000000},
                              {"O_NOCTTY", 0400},
                              {"O_F_CREATED", kOpenCreated},
                              {"FD_UPPER_LAYER", kOpenUpperLayer},
                              {"FD_LOWER_LAYER", kOpenLowerLayer}};
constexpr FlagName kMode[] = {{"S_IXOTH", 01},   {"S_IWOTH", 02},    {"S_IROTH", 04},    {"S_IXGRP", 010},
                              {"S_IWGRP", 020},  {"S_IRGRP", 040},   {"S_IXUSR", 0100},  {"S_IWUSR", 0200},
                              {"S_IRUSR", 0400}, {"S_ISVTX", 01000}, {"S_ISGID", 02000}, {"S_ISUID", 04000}};
constexpr FlagName kUnlink[] = {{"AT_REMOVEDIR", 0x200}};
constexpr FlagName kLink[] = {
    {"AT_SYMLINK_NOFOLLOW", 0x100}, {"AT_SYMLINK_FOLLOW", 0x400}, {"AT_NO_AUTOMOUNT", 0x800}, {"AT_EMPTY_PATH", 0x1000}};
constexpr FlagName kRename[] = {{"RENAME_NOREPLACE", 1}, {"RENAME_EXCHANGE", 2}, {"RENAME_WHITEOUT", 4}};
constexpr FlagName kMount[] = {{"MS_RDONLY", 1},
                               {"MS_NOSUID", 2},
                               {"MS_NODEV", 4},
                               {"MS_NOEXEC", 8},
                               {"MS_SYNCHRONOUS", 16},
                               {"MS_REMOUNT", 32},
                               {"MS_MANDLOCK", 64},
                               {"MS_DIRSYNC", 0x80},
                               {"MS_NOSYMFOLLOW", 0x100},
                               {"MS_NOATIME", 0x400},
                               {"MS_NODIRATIME", 0x800},
                               {"MS_BIND", 0x1000},
                               {"MS_MOVE", 0x2000},
                               {"MS_REC", 0x4000},
                               {"MS_SILENT", 0x8000},
                               {"MS_POSIXACL", 0x10000},
                               {"MS_UNBINDABLE", 0x20000},
                               {"MS_PRIVATE", 0x40000},
                               {"MS_SLAVE", 0x80000},
                               {"MS_SHARED", 0x100000},
                               {"MS_RELATIME", 0x200000},
                               {"MS_STRICTATIME", 0x1000000},
                               {"MS_LAZYTIME", 0x2000000}};
constexpr FlagName kUmount[] = {{"MNT_FORCE", 1}, {"MNT_DETACH", 2}, {"MNT_EXPIRE", 4}, {"UMOUNT_NOFOLLOW", 8}};
constexpr FlagName kMemfd[] = {{"MFD_CLOEXEC", 1}, {"MFD_ALLOW_SEALING", 2}, {"MFD_HUGETLB", 4}, {"MFD_NOEXEC_SEAL", 8}, {"MFD_EXEC", 16}};
constexpr FlagName kFileChange[] = {{"modified", 1}, {"created", 2}, {"deleted", 4}, {"moved", 8}, {"attributes", 16}};

}  // namespace

FlagTable file_flags(FlagSet set) {
  switch (set) {
    case FlagSet::kOpen: return kOpen;
    case FlagSet::kMode: return kMode;
    case FlagSet::kUnlink: return kUnlink;
    case FlagSet::kLink: return kLink;
    case FlagSet::kRename: return kRename;
    case FlagSet::kMount: return kMount;
    case FlagSet::kUmount: return kUmount;
    case FlagSet::kMemfd: return kMemfd;
    case FlagSet::kFileChange: return kFileChange;
    default: return {};
  }
}

}  // namespace batten::model
