// SPDX-License-Identifier: Apache-2.0
//
// What goes over the sockets between the program, the zygote and a worker. All in this machine's byte order: both ends
// are the same program. Frames of an answer: one type byte, a size, then the bytes.
#pragma once

#include <cstdint>

namespace batten::sandbox {

// To the zygote, with the worker's job socket and its status socket.
struct JobOrder {
  std::uint64_t memory_bytes;
  std::uint64_t cpu_seconds;
};
static_assert(sizeof(JobOrder) == 16);

// To the worker, with the lent descriptors; the request's bytes follow.
struct RequestHeader {
  std::uint64_t size;
};

enum class Frame : std::uint8_t { kTick = 'T', kAnswer = 'A', kError = 'E' };

struct FrameHeader {
  std::uint64_t size;  // of what follows; for a tick the number itself
  Frame type;
  std::uint8_t code;  // of an error
  std::uint8_t reserved[6];
};
static_assert(sizeof(FrameHeader) == 16);

inline constexpr std::uint64_t kMaxRequestBytes = 64ull << 20;
inline constexpr std::uint64_t kMaxAnswerBytes = 1ull << 30;

}  // namespace batten::sandbox
