// SPDX-License-Identifier: Apache-2.0
//
// The tables behind flag_names.h, one file per field of the kernel. Numbers are those of x86-64's uapi headers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/flag_names.h"

namespace batten::model {

struct FlagName {
  std::string_view name;
  std::uint64_t value = 0;
};
using FlagTable = std::span<const FlagName>;

// Empty: the set is in another file.
FlagTable file_flags(FlagSet set);
FlagTable process_flags(FlagSet set);
FlagTable socket_flags(FlagSet set);
FlagTable kernel_flags(FlagSet set);

}  // namespace batten::model
