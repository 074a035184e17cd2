// SPDX-License-Identifier: Apache-2.0
#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace batten::base {

void expect_large_heap() {
  constexpr int kReserveBytes = 128 << 20;
  constexpr std::uintptr_t kLargePage = 2u << 20;
  ::mallopt(M_TOP_PAD, kReserveBytes);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);  // strings that grow stay in the heap
  void* before = ::sbrk(0);
  // More than the heap has left at its end: it grows by the reserve.
  void* volatile growth = std::malloc(16 << 20);
  std::free(growth);
  void* after = ::sbrk(0);
  auto from = (reinterpret_cast<std::uintptr_t>(before) + kLargePage - 1) / kLargePage * kLargePage;
  auto to = reinterpret_cast<std::uintptr_t>(after);
  if (to > from) (void)::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);  // refused: pages are small
}

void release_free_memory() { (void)::malloc_trim(0); }

}  // namespace batten::base
