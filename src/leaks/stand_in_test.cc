// SPDX-License-Identifier: Apache-2.0
#include "leaks/stand_in.h"

#include <gtest/gtest.h>

namespace batten::leaks {
namespace {

TEST(StandIn, IsMadeOfWordsForItself) {
  for (std::string_view value :
       {"secret123", "P@ssw0rd2", "p4ssw0rd;updated", "testPaSS@03%", "Passw0rd~01", "foo-pass", "badpw", "torturepass", "bogus_pass3#@",
        "Initial12#", "blahblah123!", "pass;option", "myself", "hello", "geheim", "p@r0l@12345!"})
    EXPECT_TRUE(is_stand_in(value)) << value;
}

TEST(StandIn, IsNoneWhenSomethingElseIsInIt) {
  for (std::string_view value : {"hunter2", "letmein", "postgres123", "Winter2023", "Walnut!Harbor7", "Falcon1987!", "maple-copper53",
                                 "Xk29vLpq7w", "Tr0ub4dor&3", "mK4vX9qLz2Wt", "compass-rose7", "", "1234", "p4"})
    EXPECT_FALSE(is_stand_in(value)) << value;
}

TEST(StandIn, NamesItself) {
  for (std::string_view value : {"xyzregress_passwordcheck_user1", "a_nice_long_password", "fooLongPasswordYo123;", "S3c0ndS3CreT",
                                 "am@z1ng_p@ssw0rd#!", "user-pwd-1"})
    EXPECT_TRUE(names_itself(value)) << value;
  for (std::string_view value : {"Falcon1987!", "compass-rose7", "secret-q7Zt3mWx9Lk2VbN8cR5yPd4s", "bypassed"})
    EXPECT_FALSE(names_itself(value)) << value;
}

TEST(StandIn, KnowsHostsOfDocumentation) {
  for (std::string_view host : {"example.com", "mail.example.org:25", "EXAMPLE.NET.", "a.test", "x.invalid"})
    EXPECT_TRUE(is_documentation_host(host)) << host;
  for (std::string_view host : {"example.io", "notexample.com", "contest", "db.acme.io", ""})
    EXPECT_FALSE(is_documentation_host(host)) << host;
}

TEST(StandIn, KnowsWorkedExamples) {
  EXPECT_TRUE(is_worked_example("#   user.save # => true\n"));
  EXPECT_TRUE(is_worked_example("\n>>> login('a')\n"));
  EXPECT_FALSE(is_worked_example("a = 1 # one"));
}

TEST(StandIn, KnowsTextThatTalksToNoOtherHost) {
  EXPECT_TRUE(talks_to_documentation("get('https://ci:x@www.example.com/a'); put(\"http://example.org\")"));
  EXPECT_FALSE(talks_to_documentation("get('https://example.com/'); put('https://db.acme.io/')"));
  EXPECT_FALSE(talks_to_documentation("no address at all"));
}

}  // namespace
}  // namespace batten::leaks
