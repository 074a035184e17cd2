// SPDX-License-Identifier: Apache-2.0
//
// The one error type of the project. A function that can fail returns Result<T>;
// the caller either handles the error or passes it up with TRY, adding where it
// happened ("layer sha256:..: entry 214: size field: not octal").
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace batten::base {

// What kind of failure it was. Exit status and HTTP status are derived from this, once each.
enum class Code : std::uint8_t {
  kInvalidArgument,  // the caller asked for something that makes no sense
  kNotFound,         // a file, image, layer or record that is not there
  kDenied,           // permission, authentication
  kUnavailable,      // a server or engine can't be reached, or answered 5xx / 429
  kTimeout,          // took longer than allowed
  kCorrupt,          // bytes that do not follow their format, or a wrong digest
  kLimit,            // well formed, but larger or deeper than allowed
  kUnsupported,      // a format or feature that is not known here
  kConflict,         // somebody else holds or changed it
  kInternal,         // the system refused something that should work
};

std::string_view code_name(Code code);

struct Error {
  Code code = Code::kInternal;
  std::string message;
};

// Derived, because std::expected is not nodiscard and not ours.
template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
  Result(Error error) : std::expected<T, Error>(std::unexpected(std::move(error))) {}  // NOLINT
};

template <>
class [[nodiscard]] Result<void> : public std::expected<void, Error> {
 public:
  using std::expected<void, Error>::expected;
  Result(Error error) : std::expected<void, Error>(std::unexpected(std::move(error))) {}  // NOLINT
};

// "where: message", keeping the code.
Error in_context(std::string_view where, Error error);

// errno turned into an error: "what: No such file or directory".
Error errno_error(std::string_view what, int errnum);

}  // namespace batten::base

namespace batten {
using base::Code;
using base::Error;
using base::Result;
}  // namespace batten

// The value of a Result, or return its error from the enclosing function. May be nested: each has a name of its own.
#define TRY(expression) TRY_EXPAND_(TRY_NAME_(try_result_, __COUNTER__), expression)

// The same, saying where: TRY_IN("manifest.json", parse(bytes)).
#define TRY_IN(where, expression) TRY_IN_EXPAND_(TRY_NAME_(try_result_, __COUNTER__), where, expression)

#define TRY_AS_(name, expression)                               \
  __extension__({                                               \
    auto name = (expression);                                   \
    if (!name) return ::batten::Error(std::move(name).error()); \
    *std::move(name);                                           \
  })
#define TRY_IN_AS_(name, where, expression)                                         \
  __extension__({                                                                   \
    auto name = (expression);                                                       \
    if (!name) return ::batten::base::in_context((where), std::move(name).error()); \
    *std::move(name);                                                               \
  })
#define TRY_EXPAND_(name, expression) TRY_AS_(name, expression)
#define TRY_IN_EXPAND_(name, where, expression) TRY_IN_AS_(name, where, expression)
#define TRY_NAME_(prefix, number) TRY_JOIN_(prefix, number)
#define TRY_JOIN_(prefix, number) prefix##number
