// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"

#include <string>

namespace luthier {

/// "object", "array", "string", …: what kind of value this is.
Text typeName(const Json& value);

/// nlohmann's words on a syntax error, taken apart so that each part can be translated; in English they are
/// what they were. What a later version of it says otherwise stays English.
Text syntaxFault(const std::string& words);

} // namespace luthier
