// SPDX-License-Identifier: Apache-2.0
#include "base/late_library.h"

#include <dlfcn.h>

#include "base/format.h"

namespace batten::base {

LateLibrary::LateLibrary(const char* soname) : soname_(soname), opened_(::dlopen(soname, RTLD_NOW | RTLD_LOCAL)) {
  if (opened_ == nullptr) problem_ = format("{} can't be loaded: {}", soname, ::dlerror());
}

void* LateLibrary::find(const char* name) {
  void* at = opened_ == nullptr ? nullptr : ::dlsym(opened_, name);
  if (at == nullptr && problem_.empty()) problem_ = format("{} has no {}", soname_, name);
  return at;
}

}  // namespace batten::base
