// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes libxml2: its SAX events, made into a tree. The first version of SAX is asked for: it leaves namespaces
// alone, which the second looks up one by one among all that are open.
#include "base/xml.h"

#include <libxml/parser.h>

#include <algorithm>

#include "base/format.h"
#include "base/late_library.h"
#include "base/text.h"
#include "base/xml_text.h"

namespace batten::xml {
namespace {

struct Element {
  std::string name;
  std::string text;
  std::uint32_t line = 0;
  std::uint32_t attribute = 0;  // its first
  std::uint32_t attribute_count = 0;
  std::vector<std::uint32_t> children;
};

struct Attribute {
  std::string name;
  std::string value;
};

}  // namespace

struct Tree {
  std::vector<Element> elements;
  std::vector<Attribute> attributes;
};

namespace {

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

std::string_view local(std::string_view name) {
  std::size_t colon = name.find(':');
  return colon == std::string_view::npos || colon + 1 == name.size() ? name : name.substr(colon + 1);
}

// libxml2's functions as they are declared. It brings ICU, 30 MiB of it: opened on first use.
struct Library {
  decltype(&::xmlInitParser) init_parser = nullptr;
  decltype(&::xmlNewParserCtxt) new_parser = nullptr;
  decltype(&::xmlFreeParserCtxt) free_parser = nullptr;
  decltype(&::xmlCtxtReadMemory) read_memory = nullptr;
  decltype(&::xmlStopParser) stop_parser = nullptr;
  decltype(&::xmlFreeDoc) free_document = nullptr;
  decltype(&::xmlCtxtGetLastError) last_error = nullptr;
  std::string problem = {};
};

Library open_library() {
  Library out;
  base::LateLibrary library("libxml2.so.2");
  library.find("xmlInitParser", out.init_parser);
  library.find("xmlNewParserCtxt", out.new_parser);
  library.find("xmlFreeParserCtxt", out.free_parser);
  library.find("xmlCtxtReadMemory", out.read_memory);
  library.find("xmlStopParser", out.stop_parser);
  library.find("xmlFreeDoc", out.free_document);
  library.find("xmlCtxtGetLastError", out.last_error);
  out.problem = library.problem();
  if (out.problem.empty()) out.init_parser();
  return out;
}

const Library& libxml() {
  static const Library library = open_library();
  return library;
}

class Builder {
 public:
  Builder(Tree& tree, Limits limits, xmlParserCtxt* parser) : tree_(tree), limits_(limits), parser_(parser) {}

  void start(const xmlChar* name, const xmlChar** attributes) {
    if (failed()) return;
    if (open_.size() >= limits_.max_depth) return fail(Code::kLimit, format("nested deeper than {}", limits_.max_depth));
    Element element;
    element.name = local(view_of(name));
    element.line = static_cast<std::uint32_t>(parser_->input->line);
    element.attribute = static_cast<std::uint32_t>(tree_.attributes.size());
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
      tree_.attributes.push_back({std::string(local(view_of(attributes[0]))), std::string(view_of(attributes[1]))});
      ++element.attribute_count;
    }
    if (tree_.elements.size() + tree_.attributes.size() >= limits_.max_nodes) {
      return fail(Code::kLimit, format("more than {} elements and attributes", limits_.max_nodes));
    }
    auto index = static_cast<std::uint32_t>(tree_.elements.size());
    if (!open_.empty()) tree_.elements[open_.back()].children.push_back(index);
    tree_.elements.push_back(std::move(element));
    open_.push_back(index);
  }

  void end() {
    if (!failed() && !open_.empty()) open_.pop_back();
  }

  void characters(std::string_view text) {
    if (!failed() && !open_.empty()) tree_.elements[open_.back()].text += text;
  }

  void document_type() {
    // Declarations follow in brackets: entities, and attributes that every element would get.
    if (!failed() && *parser_->input->cur == '[') fail(Code::kUnsupported, "a document type with declarations");
  }

  bool failed() const { return !failure_.message.empty(); }
  const Error& failure() const { return failure_; }

 private:
  void fail(Code code, std::string_view what) {
    failure_ = {code, format("XML: line {}, column {}: {}", parser_->input->line, parser_->input->col, what)};
    libxml().stop_parser(parser_);
  }

  Tree& tree_;
  Limits limits_;
  xmlParserCtxt* parser_;
  std::vector<std::uint32_t> open_;
  Error failure_;
};

Builder& builder_of(void* parser) { return *static_cast<Builder*>(static_cast<xmlParserCtxt*>(parser)->_private); }

void characters(void* parser, const xmlChar* text, int size) {
  builder_of(parser).characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}

// Only what is set is called: there is no function that could load or define anything.
xmlSAXHandler handler() {
  xmlSAXHandler sax{};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElement = [](void* parser, const xmlChar* name, const xmlChar** attributes) { builder_of(parser).start(name, attributes); };
  sax.endElement = [](void* parser, const xmlChar*) { builder_of(parser).end(); };
  sax.characters = characters;
  sax.ignorableWhitespace = characters;
  sax.cdataBlock = characters;
  sax.internalSubset = [](void* parser, const xmlChar*, const xmlChar*, const xmlChar*) { builder_of(parser).document_type(); };
  return sax;
}

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { libxml().free_parser(parser); }
};

}  // namespace

std::string_view View::name() const { return tree_ == nullptr ? std::string_view() : std::string_view(tree_->elements[index_].name); }

std::string_view View::text() const { return tree_ == nullptr ? std::string_view() : base::trim(tree_->elements[index_].text); }

std::uint32_t View::line() const { return tree_ == nullptr ? 0 : tree_->elements[index_].line; }

std::string_view View::attribute(std::string_view name, std::string_view fallback) const {
  std::string_view out = fallback;
  bool found = false;
  each_attribute([&](std::string_view key, std::string_view value) {
    if (!found && key == name) out = value;
    found = found || key == name;
  });
  return out;
}

View View::operator[](std::string_view name) const {
  if (tree_ == nullptr) return {};
  for (std::uint32_t child : tree_->elements[index_].children) {
    if (tree_->elements[child].name == name) return View(tree_, child);
  }
  return {};
}

void View::each(const std::function<void(View)>& visit) const {
  if (tree_ == nullptr) return;
  for (std::uint32_t child : tree_->elements[index_].children) visit(View(tree_, child));
}

void View::each(std::string_view name, const std::function<void(View)>& visit) const {
  each([&](View child) {
    if (child.name() == name) visit(child);
  });
}

void View::each_attribute(const std::function<void(std::string_view, std::string_view)>& visit) const {
  if (tree_ == nullptr) return;
  const Element& element = tree_->elements[index_];
  for (std::uint32_t i = 0; i < element.attribute_count; ++i) {
    const Attribute& attribute = tree_->attributes[element.attribute + i];
    visit(attribute.name, attribute.value);
  }
}

std::size_t View::size() const { return tree_ == nullptr ? 0 : tree_->elements[index_].children.size(); }

Document::Document() : tree_(std::make_unique<Tree>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

void prepare() { static_cast<void>(libxml()); }

View Document::root() const { return tree_->elements.empty() ? View() : View(tree_.get(), 0); }

Result<Document> Document::parse(std::string_view bytes, Limits limits) {
  limits.max_bytes = std::min<std::size_t>(limits.max_bytes, 1u << 30);
  limits.max_nodes = std::min<std::size_t>(limits.max_nodes, 1u << 30);
  if (bytes.size() > limits.max_bytes) {
    return Error{Code::kLimit, format("XML: line 1, column 1: {} bytes, {} allowed", bytes.size(), limits.max_bytes)};
  }
  std::string room;
  std::string_view text = TRY(as_utf8(bytes, room));
  if (text.size() > (1u << 30) || text.empty()) return Error{Code::kCorrupt, "not XML: line 1, column 1: empty, or too long"};
  TRY(check_tags(text));

  if (const std::string& problem = libxml().problem; !problem.empty()) return Error{Code::kUnsupported, format("XML: {}", problem)};
  std::unique_ptr<xmlParserCtxt, FreeParser> parser(libxml().new_parser());
  if (!parser) return Error{Code::kLimit, "XML: no memory"};
  Document out;
  Builder builder(*out.tree_, limits, parser.get());
  *parser->sax = handler();
  parser->_private = &builder;
  // The encoding by name: it is neither guessed nor taken from the text. NOENT: without it, &amp; in an attribute comes as &#38;; there are
  // no entities but those of XML.
  xmlDoc* document = libxml().read_memory(
      parser.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
      XML_PARSE_SAX1 | XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (document != nullptr) libxml().free_document(document);
  if (builder.failed()) return builder.failure();
  if (parser->wellFormed == 0 || out.tree_->elements.empty()) {
    const xmlError* error = libxml().last_error(parser.get());
    if (error == nullptr || error->message == nullptr) return Error{Code::kCorrupt, "not XML: line 1, column 1: no element"};
    return Error{Code::kCorrupt,
                 format("not XML: line {}, column {}: {}", error->line, error->int2, base::printable(base::trim(error->message)))};
  }
  return out;
}

}  // namespace batten::xml
