// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace luthier {

using Json = nlohmann::ordered_json; // people read what we write: keys stay in order

struct JsonLimits {
    std::size_t bytes{std::size_t{256} << 20U};
    int depth{64};
};

/// One JSON document. Duplicate keys, bytes that are no UTF-8 and nesting beyond the limit are refused.
///
/// Errors  BadJson, BadUtf8, BadNumber (beyond every type), DuplicateKey, TooDeep, Limit, at
///         "`where`:line:column". The place where nlohmann's exceptions become values.
Expected<Json> parseJson(std::string_view text, std::string_view where, const JsonLimits& limits = {});
Expected<Json> readJson(const std::filesystem::path& path, const JsonLimits& limits = {});

/// One line without spaces. Bytes that are no UTF-8 become U+FFFD; a number that JSON has not (NaN) becomes
/// null.
std::string toJson(const Json& value);
/// Indented, for files that people open.
std::string toPrettyJson(const Json& value);

/// The {"code", "message", "where", "hint"} of contract.md §2, with "others" where there are any.
Json toJson(const Error& error);

/// "line:column", both from 1, columns in characters.
std::string placeIn(std::string_view text, std::size_t offset);

/// The offset of the first byte that is no strict UTF-8, or npos.
std::size_t invalidUtf8(std::string_view text);

} // namespace luthier
