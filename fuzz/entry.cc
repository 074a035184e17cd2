// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer's entry point for the target named by the build.
#include <cstddef>
#include <cstdint>

int BATTEN_FUZZ_TARGET(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { return BATTEN_FUZZ_TARGET(data, size); }
