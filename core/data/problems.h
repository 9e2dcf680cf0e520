// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/data/problem.h"
#include "core/data/table.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace luthier::data {

/// "%1 row …" for one, "%1 rows …" for any other number.
inline Text counted(std::int64_t number, const char* one, const char* many)
{
    return {number == 1 ? one : many, number};
}

/// 0 for the worst: what blocks training, then what loses rows, then what misleads, then notes.
int severity(const Problem& problem);

/// The rows that a file's reader set aside, those of one kind together.
std::vector<Problem> setAsideByKind(const Source& source);

/// A row that was set aside, as an error.
Error errorOf(const Problem& setAside);

/// The first fault of a file, for a reader that wants none (`inspect --strict`).
std::optional<Error> firstFault(const Source& source);

} // namespace luthier::data
