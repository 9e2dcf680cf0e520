// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace luthier::runs {

// What stands at a key of our own files, for readers that must also cope with an older or a newer version:
// what is not there, or is something else, is nothing, zero or empty. null is the number that JSON has not
// (NaN).

double realOf(const Json& value);
std::int64_t integerOf(const Json& value);

const Json* find(const Json& object, const char* key); ///< null where it is not there
double real(const Json& object, const char* key);
std::int64_t integer(const Json& object, const char* key);
bool flag(const Json& object, const char* key);
std::string words(const Json& object, const char* key);
Numbers numbers(const Json& object, const char* key);
std::vector<std::string> wordList(const Json& object, const char* key);
/// The elements of the list at `key`; an empty list where there is none.
const Json& list(const Json& object, const char* key);

} // namespace luthier::runs
