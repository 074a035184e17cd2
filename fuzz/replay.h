// SPDX-License-Identifier: Apache-2.0
//
// A fuzz target is a function "int NAME(const std::uint8_t* data, std::size_t size)" in NAME.cc (NAME ends in _fuzz), beside
// the parser it feeds. The fuzz preset links it with libFuzzer (fuzz/entry.cc); the plain tests replay its corpus:
// REPLAY_CORPUS(tar_fuzz) runs it over every file of fuzz/corpus/tar_fuzz/ and over simple mutations of each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace batten::fuzz {

using Target = int (*)(const std::uint8_t* data, std::size_t size);
// Number of inputs run: the corpus, its truncations and single-byte changes, at most a few thousand. 0 when the corpus is missing or empty.
std::size_t replay(const char* name, Target target);

}  // namespace batten::fuzz

#define REPLAY_CORPUS(target) EXPECT_GT(::batten::fuzz::replay(#target, &target), 0u) << "no corpus for " #target
