// SPDX-License-Identifier: Apache-2.0
//
// Items of a recorded file, and its numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/process.h"
#include "monitor/recording.h"

namespace batten::monitor {

inline constexpr std::string_view kRecordingMagic = "BATTENR\n", kBlockMagic = "BLK1";
inline constexpr std::uint32_t kRecordingVersion = 1;
inline constexpr std::size_t kBlockHeader = 24, kItemHeader = 8;
inline constexpr std::uint32_t kMaxBlock = 4u << 20, kMaxHeader = 64u << 10;
inline constexpr std::uint32_t kBlockEnd = 1;  // flag: the last block

enum : std::uint16_t { kItemEvent = 1, kItemProcess = 2, kItemContainer = 3 };

std::string pack_header(const RecordingHeader& header);
Result<RecordingHeader> unpack_header(std::string_view bytes);

// New fields are put behind the others; a reader passes over what it does not know.
std::string pack_process(const model::Process& process);
Result<model::Process> unpack_process(std::string_view bytes);

// u64 cgroup, then JSON; nothing behind the number: it is gone.
std::string pack_container(std::uint64_t cgroup, const model::RunningContainer* container);
Result<RecordedContainer> unpack_container(std::string_view bytes);

}  // namespace batten::monitor
