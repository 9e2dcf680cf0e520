// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <string>

namespace luthier::runs {

// Texts and errors that are kept in a file in English and shown in another language later.

/// {"source": "%1 of %2: %3", "arguments": [3, {"value": 0.25, "decimals": 1}, {"source": …}]}
Json textParts(const Text& text);
/// The text in `parts`; where those say nothing, `english` as it is.
Text textFromParts(const Json& parts, std::string english);

/// The English at `key`; where there are values in it, its parts at "`key`_parts" too.
void putText(Json& object, const std::string& key, const Text& text);
Text textAt(const Json& object, const std::string& key);

/// The error object of contract.md §2 with the parts of its texts, and back.
Json errorToJson(const Error& error);
Error errorFromJson(const Json& object);

} // namespace luthier::runs
