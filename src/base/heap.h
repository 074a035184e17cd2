// SPDX-License-Identifier: Apache-2.0
//
// How this process gets its memory.
#pragma once

#include <deque>
#include <utility>

namespace batten::base {

// From here on the process allocates much and soon ends: its heap is one reserved piece in large pages where the kernel has them, nothing
// is given back before the end. Page faults were a quarter of a scan that finds its layers in the cache.
// To be called once, before there are threads and after what is to stay small was forked. Costs address space only.
void expect_large_heap();

// Gives back to the kernel what is not used: after a piece of work that took much and before the next one. Thread-safe.
void release_free_memory();

// Moves a large value to where it stays until the process ends: giving hundreds of thousands of strings back one by one takes longer than
// the end of the process does.
template <typename T>
T& keep_until_exit(T value) {
  static auto* kept = new std::deque<T>();  // reachable, never destroyed
  return kept->emplace_back(std::move(value));
}

}  // namespace batten::base
