// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/config/field.h"

#include <array>

namespace luthier::peft {

inline constexpr std::array kFromBase{config::Option{"none", QT_TRANSLATE_NOOP("core", "the base model")}};

/// The setting that every method has: what a run begins with.
inline constexpr config::Field kStartFrom{
    "start_from",
    QT_TRANSLATE_NOOP("core", "Start from"),
    QT_TRANSLATE_NOOP(
        "core", "A run whose training goes on, or an add-on. What it trained must have the same shape here."),
    "",
    config::Words{""},
    kFromBase,
    "none"};

} // namespace luthier::peft
