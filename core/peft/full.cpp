// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/peft/method.h"
#include "core/peft/start_from.h"

#include <array>

namespace luthier::peft {
namespace {

constexpr std::array kStarts{config::Start{"train.learning_rate", "2e-5"}};

constexpr std::array kFields{kStartFrom};

} // namespace

const Method& full();

const Method& full()
{
    static const Method self{
        .entry = {.name = "full",
                  .title = QT_TRANSLATE_NOOP("core", "Full"),
                  .summary = QT_TRANSLATE_NOOP("core", "Trains everything. Strong, heavy, forgets most."),
                  .paper = {},
                  .fields = kFields,
                  .starts = kStarts},
        .reach = Reach::Everything};
    return self;
}

} // namespace luthier::peft
