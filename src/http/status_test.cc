// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <gtest/gtest.h>

namespace batten::http {
namespace {

Request get(const std::string& url) {
  Request out;
  out.url = url;
  return out;
}

TEST(Status, SaysWhatTheServerSays) {
  Request request = get("https://user:secret@r.example/v2/x");
  auto text = [&](int status, const std::string& body) {
    Response response;
    response.status = status;
    response.body = body;
    return status_error(request, response).message;
  };
  EXPECT_EQ(text(404, R"({"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]})"),
            "GET https://r.example/v2/x: 404 Not Found: manifest unknown");
  EXPECT_EQ(text(404, R"({"errors":[{"code":"NAME_UNKNOWN"}]})"), "GET https://r.example/v2/x: 404 Not Found: NAME_UNKNOWN");
  EXPECT_EQ(text(500, R"({"message":"no space left"})"), "GET https://r.example/v2/x: 500 Internal Server Error: no space left");
  EXPECT_EQ(text(400, R"({"error":"invalid_grant","error_description":"expired"})"),
            "GET https://r.example/v2/x: 400 Bad Request: expired");
  EXPECT_EQ(text(401, R"({"details":"incorrect username or password"})"),
            "GET https://r.example/v2/x: 401 Unauthorized: incorrect username or password");
  EXPECT_EQ(text(503, "busy\nsecond line"), "GET https://r.example/v2/x: 503 Service Unavailable: busy");
  EXPECT_EQ(text(502, "<html><body>Bad</body></html>"), "GET https://r.example/v2/x: 502 Bad Gateway");
  EXPECT_EQ(text(418, ""), "GET https://r.example/v2/x: 418");
  EXPECT_EQ(text(500, "{broken").find('\x1b'), std::string::npos);
  EXPECT_EQ(text(500, "a\x1b[2Jb").find('\x1b'), std::string::npos);
  EXPECT_EQ(text(500, R"({"message":"a\u001b[2Jb"})").find('\x1b'), std::string::npos);
}

TEST(Status, CodesOfStatuses) {
  Request request = get("http://localhost/");
  for (auto [status, code] : {std::pair{410, Code::kNotFound},
                              {408, Code::kUnavailable},
                              {502, Code::kUnavailable},
                              {599, Code::kUnavailable},
                              {400, Code::kUnsupported},
                              {302, Code::kUnsupported},
                              {204, Code::kUnsupported}}) {
    Response response;
    response.status = status;
    EXPECT_EQ(status_error(request, response).code, code) << status;
  }
}

}  // namespace
}  // namespace batten::http
