// SPDX-License-Identifier: Apache-2.0
#include "model/flag_names.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>

#include <cerrno>
#include <set>

#include "model/flag_table.h"

namespace batten::model {
namespace {

TEST(FlagNames, OpenFlagsReadAsFalcoPrintsThem) {
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_WRONLY | O_CREAT | O_TRUNC), "O_TRUNC|O_CREAT|O_WRONLY");
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_RDONLY | O_CLOEXEC), "O_RDONLY|O_CLOEXEC");
  EXPECT_EQ(flag_text(FlagSet::kOpen, 0), "O_RDONLY");
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_RDWR | O_SYNC), "O_SYNC|O_RDWR");
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_RDWR | O_TMPFILE), "O_RDWR|O_TMPFILE");
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_WRONLY | O_CREAT | kOpenCreated | kOpenUpperLayer), "O_CREAT|O_WRONLY|O_F_CREATED|FD_UPPER_LAYER");
  EXPECT_EQ(flag_text(FlagSet::kOpen, O_WRONLY | (1u << 30)), "O_WRONLY|0x40000000");
}

TEST(FlagNames, TheSignalInACloneIsNoFlag) {
  EXPECT_EQ(flag_text(FlagSet::kClone, CLONE_PARENT | 17), "CLONE_PARENT");
  EXPECT_EQ(flag_text(FlagSet::kClone, 17), "0");
}

TEST(FlagNames, BitsAreAskedByName) {
  EXPECT_EQ(has_flag(FlagSet::kOpen, O_WRONLY | O_TRUNC, "O_TRUNC"), true);
  EXPECT_EQ(has_flag(FlagSet::kOpen, O_RDWR, "O_WRONLY"), false);
  EXPECT_EQ(has_flag(FlagSet::kOpen, O_CREAT, "O_RDONLY"), true);
  EXPECT_EQ(has_flag(FlagSet::kOpen, O_SYNC, "O_DSYNC"), false);
  EXPECT_EQ(has_flag(FlagSet::kOpen, O_TMPFILE, "O_DIRECTORY"), false);
  EXPECT_EQ(has_flag(FlagSet::kOpen, 0, "O_UNHEARD_OF"), std::nullopt);
  EXPECT_EQ(has_flag(FlagSet::kClone, CLONE_NEWUSER | CLONE_NEWNS, "CLONE_NEWUSER"), true);
  EXPECT_EQ(has_flag(FlagSet::kMode, 04755, "S_ISUID"), true);
  EXPECT_EQ(has_flag(FlagSet::kPtrace, PTRACE_ATTACH, "PTRACE_ATTACH"), true);
  EXPECT_EQ(has_flag(FlagSet::kSocketType, 1 | 02000000, "SOCK_STREAM"), true);
}

TEST(FlagNames, NumbersAreTheKernels) {
  EXPECT_EQ(flag_text(FlagSet::kPtrace, PTRACE_SEIZE), "PTRACE_SEIZE");
  EXPECT_EQ(flag_text(FlagSet::kBpf, 5), "BPF_PROG_LOAD");
  EXPECT_EQ(flag_text(FlagSet::kSignal, 9), "SIGKILL");
  EXPECT_EQ(flag_text(FlagSet::kSignal, 40), "40");
  EXPECT_EQ(flag_text(FlagSet::kDomain, 10), "AF_INET6");
  EXPECT_EQ(flag_text(FlagSet::kCapability, 21), "CAP_SYS_ADMIN");
  EXPECT_EQ(flag_text(FlagSet::kTcpState, 10), "TCP_LISTEN");
  EXPECT_EQ(flag_text(FlagSet::kDnsType, 28), "AAAA");
  EXPECT_EQ(flag_text(FlagSet::kMount, MS_BIND | MS_REC), "MS_BIND|MS_REC");
  EXPECT_EQ(flag_text(FlagSet::kUmount, 0), "0");
  EXPECT_EQ(parse_flag(FlagSet::kOpen, "O_TRUNC"), O_TRUNC);
  EXPECT_EQ(parse_flag(FlagSet::kPrctl, "PR_SET_NAME"), 15u);
}

TEST(FlagNames, EverySetHasNamesAndNoneTwice) {
  for (int i = 1; i <= static_cast<int>(FlagSet::kFileChange); ++i) {
    const auto set = static_cast<FlagSet>(i);
    std::set<std::string_view> names;
    std::set<std::uint64_t> values;
    std::size_t count = 0;
    for (FlagTable table : {file_flags(set), process_flags(set), socket_flags(set), kernel_flags(set)}) {
      for (const FlagName& one : table) {
        ++count;
        names.insert(one.name);
        values.insert(one.value);
        EXPECT_EQ(parse_flag(set, one.name), one.value);
      }
    }
    EXPECT_NE(count, 0u) << i;
    EXPECT_EQ(names.size(), count) << i;
    EXPECT_EQ(values.size(), count) << i;
  }
}

TEST(FlagNames, ErrnosBothWays) {
  EXPECT_EQ(errno_name(ENOENT), "ENOENT");
  EXPECT_EQ(errno_name(0), "");
  EXPECT_EQ(errno_name(4000), "");
  EXPECT_EQ(parse_errno("EINPROGRESS"), EINPROGRESS);
  EXPECT_EQ(parse_errno("EWOULDBLOCK"), EAGAIN);
  EXPECT_EQ(parse_errno("SUCCESS"), std::nullopt);
}

}  // namespace
}  // namespace batten::model
