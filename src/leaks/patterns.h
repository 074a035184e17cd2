// SPDX-License-Identifier: Apache-2.0
//
// All kinds of all detectors, ready to search: one pass of Vectorscan over a text names candidates, each kind's own regular expression and
// its confirm decide. Candidates that overlap become one: what has a form or an issuer of its own wins, then what is known for a place in
// which secrets stand, last what has no more than a name; among those of one sort what is confirmed, and what took more of the text to
// know.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "leaks/detector.h"

namespace batten::leaks {

struct Found {
  const LeakKind* kind = nullptr;
  Opinion opinion = Opinion::kLikely;  // never kNo
  std::size_t offset = 0;              // of the secret in the text
  std::size_t length = 0;
  std::size_t match_length = 0;  // of what was read with it: its name, the id beside it
};

class Patterns {
 public:
  // Compiled on first use; what the cache directory holds of an earlier run is taken, where it fits this program. A kind's own regular
  // expression is compiled when it is first needed.
  static const Patterns& all();
  // Compiles all of them: before a confined worker is forked, which may not make code.
  void prepare() const;
  // Of these detectors only; never cached. invalid_argument names the kind whose pattern is wrong.
  static Result<std::unique_ptr<Patterns>> compile(std::span<const Detector* const> detectors);
  ~Patterns();

  // Changes whenever the same bytes may give another result: names, revisions and patterns of all kinds.
  const std::string& revision() const;
  std::size_t kinds() const;

  // What one thread needs to search.
  class Search {
   public:
    explicit Search(const Patterns& patterns);
    ~Search();
    Search(Search&&) noexcept;
    // By offset, not overlapping. path decides which kinds that ask for a file's name take part; binary leaves out those for text only.
    std::vector<Found> run(std::string_view text, std::string_view path, bool binary);
    // Did the last run give up on a kind, because it was too often nearly there?
    bool cut_short() const;

   private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

 private:
  friend class Search;
  struct Impl;
  Patterns();
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::leaks
