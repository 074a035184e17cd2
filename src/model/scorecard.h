// SPDX-License-Identifier: Apache-2.0
//
// The five practices of container security, judged for one target.
#pragma once

#include <string>
#include <vector>

#include "base/note.h"
#include "model/assessment.h"

namespace batten::model {

struct Practice {
  enum class Status : unsigned char {
    kGood,           // everything that belongs to it was checked and is fine
    kPartly,         // what was checked is fine; not everything was
    kProblems,       // something should be done
    kCouldNotCheck,  // it would be checked, but nothing could be read
    kNotYet,         // this program can't check it yet
  };
  std::string id;     // "trusted-images"
  std::string title;  // "Use trusted images"
  Status status = Status::kNotYet;
  // By the worst that counts: A nothing, B low, C medium (or high without a fix), D high, F critical or known to be exploited. '-': not
  // judged.
  char grade = '-';
  std::vector<std::string> lines;  // what was found, one fact each

  bool operator==(const Practice&) const = default;
};

struct Scorecard {
  std::string target;               // "host", or as given
  std::vector<std::string> facts;   // what was looked at, a line each
  std::vector<Practice> practices;  // all five, in the order of the article
  std::vector<std::string> fixes;   // what helps most, at most three, the best first
  Assessment assessment;            // what checks of files, images, containers and the host said
  base::Notes notes;                // what could not be read or asked, each once

  bool operator==(const Scorecard&) const = default;
};

// "good", "partly checked", "problems", "could not check", "not checked yet".
constexpr const char* practice_status_name(Practice::Status status) {
  switch (status) {
    case Practice::Status::kGood: return "good";
    case Practice::Status::kPartly: return "partly checked";
    case Practice::Status::kProblems: return "problems";
    case Practice::Status::kCouldNotCheck: return "could not check";
    case Practice::Status::kNotYet: break;
  }
  return "not checked yet";
}

}  // namespace batten::model
