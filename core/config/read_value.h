// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/values.h"

#include <variant>

namespace luthier::config {

/// A value, or what is wrong with what stands there.
using Outcome = std::variant<Value, Text>;

/// `setting` as what `field` takes: one of its words, or a value of its kind in range.
Outcome valueOf(const Field& field, const Setting& setting);

/// What would be allowed instead, with the nearest word.
Text hintFor(const Field& field, const Setting& setting);

} // namespace luthier::config
