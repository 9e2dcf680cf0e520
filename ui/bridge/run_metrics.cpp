// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_metrics.h"

#include "ui/bridge/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct Metrics {
    Q_DECLARE_TR_FUNCTIONS(Metrics)
};

constexpr std::array<std::pair<std::string_view, const char*>, 5> kMetrics{{
    {"accuracy", QT_TRANSLATE_NOOP("Metrics", "Accuracy")},
    {"macro_f1", QT_TRANSLATE_NOOP("Metrics", "Macro-F1")},
    {"token_accuracy", QT_TRANSLATE_NOOP("Metrics", "Tokens guessed right")},
    {"perplexity", QT_TRANSLATE_NOOP("Metrics", "Perplexity")},
    {"loss", QT_TRANSLATE_NOOP("Metrics", "Loss")},
}};

QString plain(std::string_view name, double value)
{
    return isShare(name) ? number(value * 100, 1) : significant(value);
}

QString withSign(std::string_view name, double value)
{
    return (value > 0 ? QStringLiteral("+") : QString{}) + plain(name, value);
}

} // namespace

QString metricWord(std::string_view name)
{
    const auto found = std::ranges::find(kMetrics, name, &std::pair<std::string_view, const char*>::first);
    if (found != kMetrics.end()) return Metrics::tr(found->second);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

bool isShare(std::string_view name)
{
    return name == "accuracy" || name == "macro_f1" || name == "token_accuracy";
}

QString measuredText(std::string_view name, const runs::Measured& measured)
{
    const auto& [value, low, high] = measured;
    const QString unit = isShare(name) ? Metrics::tr("%1 %").arg(plain(name, value)) : plain(name, value);
    return Metrics::tr("%1 (%2–%3)").arg(unit, plain(name, low), plain(name, high));
}

QString differenceText(std::string_view name, const runs::Measured& difference)
{
    const auto& [value, low, high] = difference;
    return Metrics::tr("%1 (%2 to %3)").arg(withSign(name, value), withSign(name, low), withSign(name, high));
}

} // namespace luthier::ui
