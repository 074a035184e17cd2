// SPDX-License-Identifier: Apache-2.0
//
// The pieces of repository.cc: apt's way and apk's way, and which repositories are asked.
#pragma once

#include <string>
#include <vector>

#include "advisory/index_cache.h"
#include "advisory/repository.h"

namespace batten::advisory {

// The security suites that the query's repositories name; where there is none (or only on hosts that may not be asked, with a note) the
// distribution's default. unsupported for a release without a codename.
Result<std::vector<model::Repository>> security_suites(const RepositoryQuery& query, base::Notes& notes);
// Alpine's branches: "https://dl-cdn.alpinelinux.org/alpine/v3.20/main".
Result<std::vector<model::Repository>> apk_branches(const RepositoryQuery& query, base::Notes& notes);

// Reads one suite / branch and adds its packages to the answer.
Result<void> read_suite(const model::Repository& suite, const RepositoryQuery& query, IndexCache& cache, RepositoryAnswer& answer);
Result<void> read_branch(const model::Repository& branch, const std::string& arch, IndexCache& cache, RepositoryAnswer& answer);

// Does the URL's host belong to Debian, Ubuntu or Alpine?
bool is_distribution_host(const std::string& url);
// Later of both dates into answer.date.
void note_date(std::int64_t seconds, RepositoryAnswer& answer);

}  // namespace batten::advisory
