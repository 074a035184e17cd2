// SPDX-License-Identifier: Apache-2.0
//
// Posts a body to a URL: what the outputs over HTTP share. Options: timeout=5s (of a whole try), header=Name: value (as often as needed),
// header-file=PATH (lines of that form, for what should not stand on a command line), cert= and key= (PEM, for servers that ask who
// calls), ca=PATH (an authority beside the system's), insecure (the server's certificate is not checked).
#pragma once

#include <string>
#include <string_view>

#include "alert/output.h"
#include "http/client.h"

namespace batten::alert {

class Webhook {
 public:
  // path is put behind a URL that has none. invalid_argument: no URL, an option that makes no sense; not_found, denied: a file of theirs.
  static Result<Webhook> open(const OutputConfig& config, std::string_view path = {});

  // 2xx is taken; no answer, 401, 403, 404, 407, 408, 425, 429 and 5xx come again later (Retry-After is honoured up to an hour): they say
  // something of the server or the settings; all else is refused: it says something of the body. answer gets the body of a 2xx.
  Delivery post(std::string body, std::string_view content_type, std::string* answer = nullptr);

 private:
  http::Request request_;
  http::Client client_;
};

}  // namespace batten::alert
