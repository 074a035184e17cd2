// SPDX-License-Identifier: Apache-2.0
//
// A shared library that is opened on first use instead of at the program's start: one that only some commands need, and that costs all of
// them a millisecond or more of relocations. It stays open.
#pragma once

#include <string>
#include <type_traits>

namespace batten::base {

class LateLibrary {
 public:
  // soname: as "libxml2.so.2". A failure is told by problem().
  explicit LateLibrary(const char* soname);

  // The function with that name, null where the library lacks it (told by problem()). The variable says its type:
  // "decltype(&::xmlFreeDoc) free_doc".
  template <typename Function>
  void find(const char* name, Function& function) {
    static_assert(std::is_pointer_v<Function> && std::is_function_v<std::remove_pointer_t<Function>>);
    function = reinterpret_cast<Function>(find(name));
  }

  // Empty when all is there, else what is missing: "libcurl.so.4 can't be loaded: ...".
  const std::string& problem() const { return problem_; }

 private:
  void* find(const char* name);

  const char* soname_;
  void* opened_ = nullptr;
  std::string problem_;
};

}  // namespace batten::base
