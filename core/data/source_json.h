// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/data/table.h"

namespace luthier::data {

/// Under this key the footer of a cached table says how its rows came about.
inline constexpr std::string_view kSourceKey = "luthier.source";

/// Everything of a Source but its path, which may be another when the cache is found again.
Json sourceToJson(const Source& source);
/// Errors  parseJson's; WrongType, MissingField where it is not what sourceToJson wrote.
Expected<Source> sourceFromJson(std::string_view json);

} // namespace luthier::data
