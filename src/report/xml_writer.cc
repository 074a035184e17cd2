// SPDX-License-Identifier: Apache-2.0
#include "report/xml_writer.h"

#include "base/text.h"

namespace batten::report {

std::string xml_escaped(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string valid = base::to_utf8(text), out;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    char c = valid[i];
    auto byte = static_cast<unsigned char>(c);
    // U+FFFE and U+FFFF are no characters of XML.
    bool no_character = c == '\xEF' && i + 2 < valid.size() && valid[i + 1] == '\xBF' && (valid[i + 2] == '\xBE' || valid[i + 2] == '\xBF');
    if (no_character) {
      out += kReplacement;
      i += 2;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\t') {
      out += "&#9;";
    } else if (c == '\n') {
      out += "&#10;";
    } else if (c == '\r') {
      out += "&#13;";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += kReplacement;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

XmlWriter::XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") {}

void XmlWriter::newline() {
  out_.push_back('\n');
  out_.append(open_.size() * 2, ' ');
}

void XmlWriter::close_tag() {
  if (in_tag_) out_.push_back('>');
  in_tag_ = false;
}

XmlWriter& XmlWriter::begin(std::string_view name) {
  close_tag();
  newline();
  out_.push_back('<');
  out_ += name;
  open_.push_back(name);
  in_tag_ = true;
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
  out_.push_back(' ');
  out_ += name;
  out_ += "=\"" + xml_escaped(value) + "\"";
  return *this;
}

XmlWriter& XmlWriter::end() {
  std::string_view name = open_.back();
  open_.pop_back();
  if (in_tag_) {
    out_ += "/>";
    in_tag_ = false;
  } else {
    newline();
    out_ += "</";
    out_ += name;
    out_.push_back('>');
  }
  if (open_.empty()) out_.push_back('\n');
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) { return begin(name).text_and_end(text); }

XmlWriter& XmlWriter::text_and_end(std::string_view text) {
  close_tag();
  out_ += xml_escaped(text) + "</";
  out_ += open_.back();
  out_.push_back('>');
  open_.pop_back();
  return *this;
}

}  // namespace batten::report
