// SPDX-License-Identifier: Apache-2.0
//
// Appends XML 1.0 text, as json::Writer does JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace batten::report {

class XmlWriter {
 public:
  XmlWriter();

  // name lives as long as the element is open.
  XmlWriter& begin(std::string_view name);
  // Of the element that was just begun.
  XmlWriter& attribute(std::string_view name, std::string_view value);
  XmlWriter& end();
  // A child that holds text only; the _if form writes nothing for an empty text.
  XmlWriter& element(std::string_view name, std::string_view text);
  XmlWriter& element_if(std::string_view name, std::string_view text) { return text.empty() ? *this : element(name, text); }
  // The text of the element that was just begun, and its end.
  XmlWriter& text_and_end(std::string_view text);

  std::string take() { return std::move(out_); }

 private:
  void close_tag();
  void newline();
  std::string out_;
  std::vector<std::string_view> open_;
  bool in_tag_ = false;
};

// Escaped for text and attributes; what XML can't hold (control characters, bytes that are no UTF-8) becomes U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace batten::report
