// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/peft/method.h"
#include "core/peft/start_from.h"

#include <array>

namespace luthier::peft {
namespace {

constexpr std::array kStarts{config::Start{"train.learning_rate", "1e-3"},
                             config::Start{"train.epochs", "20"}};

constexpr std::array kFields{kStartFrom};

} // namespace

const Method& head();

const Method& head()
{
    static const Method self{.entry = {.name = "head",
                                       .title = QT_TRANSLATE_NOOP("core", "Head only"),
                                       .summary = QT_TRANSLATE_NOOP(
                                           "core", "Trains a small decision on top. Fast, forgets nothing."),
                                       .paper = {},
                                       .fields = kFields,
                                       .starts = kStarts},
                             .reach = Reach::Head,
                             .needsClassifier = true,
                             .layers = "head"};
    return self;
}

} // namespace luthier::peft
