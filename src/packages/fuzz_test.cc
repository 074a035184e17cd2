// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fuzz/replay.h"

int dpkg_fuzz(const std::uint8_t* data, std::size_t size);
int apk_fuzz(const std::uint8_t* data, std::size_t size);
int rpm_fuzz(const std::uint8_t* data, std::size_t size);
int pacman_fuzz(const std::uint8_t* data, std::size_t size);
int release_fuzz(const std::uint8_t* data, std::size_t size);
int accounts_fuzz(const std::uint8_t* data, std::size_t size);

TEST(PackagesFuzz, Dpkg) { REPLAY_CORPUS(dpkg_fuzz); }
TEST(PackagesFuzz, Apk) { REPLAY_CORPUS(apk_fuzz); }
TEST(PackagesFuzz, Rpm) { REPLAY_CORPUS(rpm_fuzz); }
TEST(PackagesFuzz, Pacman) { REPLAY_CORPUS(pacman_fuzz); }
TEST(PackagesFuzz, Release) { REPLAY_CORPUS(release_fuzz); }
TEST(PackagesFuzz, Accounts) { REPLAY_CORPUS(accounts_fuzz); }
