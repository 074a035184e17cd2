// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <system_error>

namespace batten::base {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::kInvalidArgument: return "invalid argument";
    case Code::kNotFound: return "not found";
    case Code::kDenied: return "denied";
    case Code::kUnavailable: return "unavailable";
    case Code::kTimeout: return "timeout";
    case Code::kCorrupt: return "corrupt";
    case Code::kLimit: return "limit";
    case Code::kUnsupported: return "unsupported";
    case Code::kConflict: return "conflict";
    case Code::kInternal: return "internal";
  }
  return "internal";
}

Error in_context(std::string_view where, Error error) {
  error.message.insert(0, ": ");
  error.message.insert(0, where);
  return error;
}

Error errno_error(std::string_view what, int errnum) {
  Code code = Code::kInternal;
  switch (errnum) {
    case ENOENT:
    case ENOTDIR: code = Code::kNotFound; break;
    case EACCES:
    case EPERM: code = Code::kDenied; break;
    case ETIMEDOUT: code = Code::kTimeout; break;
    case ECONNREFUSED:
    case ENETUNREACH:
    case EHOSTUNREACH: code = Code::kUnavailable; break;
    case EEXIST: code = Code::kConflict; break;
    default: break;
  }
  return Error{code, std::string(what) + ": " + std::generic_category().message(errnum)};
}

}  // namespace batten::base
