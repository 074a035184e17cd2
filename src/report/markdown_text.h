// SPDX-License-Identifier: Apache-2.0
//
// Text of an image or feed in GitHub Flavored Markdown: what it shows is the text, whatever markup is in it, and nobody is notified
// (@name), no issue linked (#1), no address made a link by it. Good also within a cell of a table.
#pragma once

#include <string>
#include <string_view>

namespace batten::report {

// One line.
std::string markdown_text(std::string_view raw);
// One line, as code; empty for an empty text.
std::string markdown_code(std::string_view raw);
// A link to an address that is_web_address() takes; label as markdown_text makes it.
std::string markdown_link(std::string_view label, std::string_view address);

}  // namespace batten::report
