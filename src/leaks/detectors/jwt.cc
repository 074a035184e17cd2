// SPDX-License-Identifier: Apache-2.0
//
// JSON Web Tokens: who has one is who it names until it ends. One that was good for a day or less has most likely ended; whether it has is
// asked where the clock is known (leaks/ending.h).
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/jwt.h"

namespace batten::leaks::detectors {
namespace {

// Those that kinds of their own know (Kubernetes, Supabase) are left to them; nobody keeps what anybody can write ("none").
Opinion token(const Candidate& candidate) {
  std::optional<Jwt> jwt = read_jwt(candidate.secret);
  if (!jwt || !jwt->has_signature || jwt->of_kubernetes || jwt->issuer == "supabase") return Opinion::kNo;
  if (base::lower(jwt->algorithm) == "none") return Opinion::kNo;
  // The one of everybody's documentation.
  if (jwt->subject == "1234567890") return Opinion::kNo;
  // {"some": "payload"}: names nobody, for nobody, and was never issued.
  if (!jwt->is_registered) return Opinion::kPossible;
  constexpr std::int64_t kDaySeconds = 86'400;
  return jwt->lifetime_s != 0 && jwt->lifetime_s <= kDaySeconds ? Opinion::kPossible : Opinion::kConfirmed;
}

std::int64_t ends_at(std::string_view secret) {
  const std::optional<Jwt> jwt = read_jwt(secret);
  return jwt ? jwt->ends_at : 0;
}

constexpr LeakExample kJwt[] = {
    {"Authorization: Bearer "
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwic2NvcGUiOiJvc"
     "mRlcnM6d3JpdGUiLCJpYXQiOjE3NjAwMDAwMDAsImV4cCI6MTc5MTUzNjAwMH0.A40q_68H436LQxIiFXJol0UX4VwsFWQxpmTcKa1TSEQ\n",
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwic2NvcGUiOiJvc"
     "mRlcnM6d3JpdGUiLCJpYXQiOjE3NjAwMDAwMDAsImV4cCI6MTc5MTUzNjAwMH0.A40q_68H436LQxIiFXJol0UX4VwsFWQxpmTcKa1TSEQ"},
    {"const token = \""
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwiaWF0IjoxNzYwM"
     "DAwMDAwLCJleHAiOjE3NjAwMDM2MDB9.Xggu4OZiHN2OG_xn-o2X9IWQpGWR2JN0nl2cQfKC88s\";",
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIiwiaWF0IjoxNzYwM"
     "DAwMDAwLCJleHAiOjE3NjAwMDM2MDB9.Xggu4OZiHN2OG_xn-o2X9IWQpGWR2JN0nl2cQfKC88s"}};
constexpr LeakCounterexample kJwtNot[] = {
    {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyf"
     "Q.p3_C09VdjzH85k47EBYs04Wpy4C1wr4mceyuI33hsRY"},
    {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.37M"
     "fR2Xffw5_PSM_nsNElaDOhakbhJns1hET949uz1g"},
    {"eyJ"
     "H16PFnbSOC37paNPiEyF.eyJ"
     "dASfJsBxxdTRBCU8Ckbu."
     "ls9CTntmkw7aw_SkZ-RmhSETjzFuzbBZ2bY9gP6r9qk"}};

constexpr LeakKind kKinds[] = {
    {.id = "jwt",
     .title = "JSON Web Token",
     .pattern = R"(\beyJ[0-9A-Za-z_-]{8,}+\.eyJ[0-9A-Za-z_-]{8,}+\.[0-9A-Za-z_-]{20,}+)",
     .trigger = R"(\.eyJ[0-9A-Za-z_-]{10})",
     .generic = true,
     .confirm = token,
     .ends_at = ends_at,
     .repair = "make its issuer refuse it (end the session, roll the signing key over) if it has not ended yet",
     .matches = kJwt,
     .matches_not = kJwtNot},
};

}  // namespace

extern constinit const Detector jwt;
constinit const Detector jwt = {.name = "jwt", .summary = "JSON Web Tokens", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
