// SPDX-License-Identifier: Apache-2.0
//
// All patterns at once, by Vectorscan: one pass over a text says which patterns end where.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::leaks {

class Vectorscan {
 public:
  struct Pattern {
    std::string expression;
    std::uint32_t id = 0;
  };
  // '^' and '$' match at lines; bytes. invalid_argument names the pattern and what Vectorscan says of it.
  static Result<Vectorscan> compile(std::span<const Pattern> patterns);
  // A compiled set as bytes, and back: compiling takes long. corrupt when they come from another version or processor.
  Result<std::string> to_bytes() const;
  static Result<Vectorscan> from_bytes(std::string_view bytes);
  ~Vectorscan();
  Vectorscan(Vectorscan&&) noexcept;
  Vectorscan& operator=(Vectorscan&&) noexcept;

  // Room that one thread needs while it searches.
  class Scratch {
   public:
    explicit Scratch(const Vectorscan& patterns);
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class Vectorscan;
    void* scratch_ = nullptr;
  };

  // Calls found for each pattern and each place where a match of it ends, in the order of the places. At most 4 GiB of text.
  void search(std::string_view text, Scratch& scratch, const std::function<void(std::uint32_t id, std::size_t end)>& found) const;

 private:
  struct Impl;
  explicit Vectorscan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::leaks
