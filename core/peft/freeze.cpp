// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/peft/method.h"
#include "core/peft/start_from.h"

#include <array>

namespace luthier::peft {
namespace {

constexpr std::array kStarts{config::Start{"train.learning_rate", "5e-5"}};

constexpr std::array kFields{kStartFrom};

} // namespace

const Method& freeze();

const Method& freeze()
{
    static const Method self{
        .entry = {.name = "freeze",
                  .title = QT_TRANSLATE_NOOP("core", "Freeze layers"),
                  .summary = QT_TRANSLATE_NOOP("core", "Trains the top part only. The rest stays as it was."),
                  .paper = {},
                  .fields = kFields,
                  .starts = kStarts},
        .reach = Reach::Part,
        .layers = "last quarter"};
    return self;
}

} // namespace luthier::peft
