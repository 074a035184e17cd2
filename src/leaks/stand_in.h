// SPDX-License-Identifier: Apache-2.0
//
// Passwords that fill a place and keep nobody out: "secret123", "p@ssw0rd2", "foo-pass", "fooLongPasswordYo123". They are told by what they
// say: words for the thing itself or for a trial of it, with little more than a number beside them. And surroundings that say so: the hosts
// that are reserved for documentation (RFC 2606, RFC 6761), an example with its result written below it.
#pragma once

#include <string>
#include <string_view>

namespace batten::leaks {

// In lower case, without the digits and marks that stand for letters: "P@ssw0rd" is "password".
std::string plain_letters(std::string_view value);

// Nothing but such words, at most four digits and marks around them, and marks that join them. In a file of settings too it is none.
bool is_stand_in(std::string_view value);

// Calls itself a password or a secret and is no more random than words are: "xyzregress_passwordcheck_user1". Where settings are read by a
// program as they stand ("SECRET=mysupersecret2024") somebody may mean that all the same.
bool names_itself(std::string_view value);

// example.com, *.example, *.test, *.invalid.
bool is_documentation_host(std::string_view host);
// Text that names such hosts in its addresses, and no other.
bool talks_to_documentation(std::string_view text);
// Text that shows what comes out, as documentation of functions does: "# => true", ">>> f()".
bool is_worked_example(std::string_view text);

}  // namespace batten::leaks
