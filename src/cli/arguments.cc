// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <algorithm>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::cli {
namespace {

struct Names {
  std::string_view long_name;  // without dashes
  char short_name = 0;
};

// "--format,-f"
Names names_of(const OptionSpec& option) {
  Names out;
  for (std::string_view part : base::split(option.name, ',')) {
    if (part.starts_with("--"))
      out.long_name = part.substr(2);
    else if (part.size() == 2)
      out.short_name = part[1];
  }
  return out;
}

const OptionSpec* find_long(std::span<const OptionSpec> options, std::string_view name) {
  for (const OptionSpec& option : options) {
    if (names_of(option).long_name == name) return &option;
  }
  return nullptr;
}

const OptionSpec* find_short(std::span<const OptionSpec> options, char name) {
  for (const OptionSpec& option : options) {
    if (names_of(option).short_name == name) return &option;
  }
  return nullptr;
}

Error unknown_option(std::string_view word, std::span<const OptionSpec> options) {
  std::vector<std::string> names;
  for (const OptionSpec& option : options) names.push_back("--" + std::string(names_of(option).long_name));
  std::string near = base::nearest(word, names);
  return Error{Code::kInvalidArgument, format("unknown option {}{}", word, near.empty() ? "" : " (did you mean " + near + "?)")};
}

class Parse {
 public:
  Parse(std::span<const std::string> words, std::span<const OptionSpec> options) : words_(words), options_(options) {}

  Result<Arguments> run() {
    for (; at_ < words_.size(); ++at_) {
      std::string_view word = words_[at_];
      if (word == "--") {
        out_.positional.insert(out_.positional.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, words_.end());
        break;
      }
      if (word.size() < 2 || word[0] != '-') {
        out_.positional.emplace_back(word);
      } else if (word[1] == '-') {
        TRY(long_option(word));
      } else {
        TRY(short_options(word));
      }
    }
    return std::move(out_);
  }

 private:
  Result<void> long_option(std::string_view word) {
    std::string_view name = word.substr(0, word.find('='));
    const OptionSpec* option = find_long(options_, name.substr(2));
    if (option == nullptr) return unknown_option(name, options_);
    if (name.size() == word.size()) return from_next_word(*option);
    if (option->value.empty()) return Error{Code::kInvalidArgument, format("{} takes no value", name)};
    return take(*option, std::string(word.substr(name.size() + 1)));
  }

  // "-a", "-aq", "-f json", "-fjson", "-af json"
  Result<void> short_options(std::string_view word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const OptionSpec* option = find_short(options_, word[i]);
      if (option == nullptr) return unknown_option(i == 1 ? word : format("-{} in {}", word[i], word), options_);
      if (!option->value.empty() && i + 1 < word.size()) return take(*option, std::string(word.substr(i + 1)));
      TRY(from_next_word(*option));
    }
    return {};
  }

  Result<void> from_next_word(const OptionSpec& option) {
    if (option.value.empty()) return take(option, "true");
    if (at_ + 1 >= words_.size()) return Error{Code::kInvalidArgument, format("--{} wants a {}", names_of(option).long_name, option.value)};
    return take(option, words_[++at_]);
  }

  Result<void> take(const OptionSpec& option, std::string value) {
    std::vector<std::string>& values = out_.options[std::string(names_of(option).long_name)];
    if (!values.empty() && !option.repeated && !option.value.empty())
      return Error{Code::kInvalidArgument, format("--{} is given twice", names_of(option).long_name)};
    values.push_back(std::move(value));
    return {};
  }

  std::span<const std::string> words_;
  std::span<const OptionSpec> options_;
  std::size_t at_ = 0;
  Arguments out_;
};

}  // namespace

Result<Arguments> parse_arguments(std::span<const std::string> words, std::span<const OptionSpec> options) {
  return Parse(words, options).run();
}

}  // namespace batten::cli
