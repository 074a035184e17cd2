// SPDX-License-Identifier: Apache-2.0
//
// Whether a name or a value is that of a secret. Made to stay silent rather than to cry wolf: PASSWORD_FILE, an empty value, ${TOKEN} and
// "changeme-example" are none.
#pragma once

#include <string_view>

namespace batten::checks {

// DB_PASSWORD, apiKey, AWS_SECRET_ACCESS_KEY; not PUBLIC_KEY, TOKEN_URL, GPG_KEY, PASSWORD_FILE.
bool is_secret_name(std::string_view name);
// Something that can be meant: not empty, a boolean, a path, a variable, a word that stands for a value to come.
bool is_secret_value(std::string_view value);
// A value that hides nothing: empty, a variable, true or false, a path, a reference to a store of secrets. A password that stands for
// another one
// ("change-me") is in force until somebody changes it: it hides something.
bool is_no_secret_value(std::string_view value);
// What is in force in a container: a secret by the form of its value, or by its name and a value that hides something.
bool is_secret_setting(std::string_view name, std::string_view value);
// What a value is known to be by its form: "an AWS access key", "a private key", "a URL with a password"; empty: nothing.
std::string_view secret_form(std::string_view value);
// What a file is known to hold by its name: "a private key", "credentials of AWS"; empty: nothing.
std::string_view secret_file(std::string_view path);

}  // namespace batten::checks
