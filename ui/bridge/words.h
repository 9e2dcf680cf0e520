// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <QString>

namespace luthier::ui {

/// A text of core in the person's language, its numbers in the person's format.
QString words(const Text& text);
/// A label of core (of a Field, an Entry, an Option) in the person's language.
QString words(std::string_view source);

QString fromPath(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);
/// A path with the person's home folder as "~".
QString shortPath(const std::filesystem::path& path);

// Numbers as the person's locale writes them.
QString number(std::int64_t value); ///< 1,204
QString number(double value, int decimals); ///< 0.83
QString significant(double value, int digits = 3); ///< 0.0002, 4.91, 1,200
QString shortNumber(std::int64_t value); ///< 4.9 M
QString percent(double share, int decimals = 0); ///< 81 %
QString fileSize(std::int64_t bytes); ///< 14.5 GB, decimal
QString duration(double seconds); ///< 1 h 10 min: at most two units

/// What a person typed as a number, with a decimal comma or a point, with or without groups.
std::optional<double> readNumber(const QString& typed);

} // namespace luthier::ui
