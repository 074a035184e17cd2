// SPDX-License-Identifier: Apache-2.0
//
// Versions of Hex packages (Elixir, Erlang): Elixir's Version module, which is Semantic Versioning 2.0 by the letter.
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_semantic(left, right); }

constexpr SchemeExample kExamples[] = {
    {"1.0.0-dev", '<', "1.0.0"},
    {"1.7.10", '>', "1.7.9"},
    {"2.0.0-rc.1", '>', "2.0.0-rc.0"},
    {"1.0.0+build.1", '=', "1.0.0"},
};

}  // namespace

extern constinit const Scheme hex;
constinit const Scheme hex{
    .name = "hex",
    .summary = "Hex packages (Elixir, Erlang): Elixir's Version",
    .compare = compare,
    .valid = strict_semantic,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
