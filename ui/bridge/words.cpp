// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/words.h"

#include <array>
#include <cmath>
#include <span>

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

namespace luthier::ui {
namespace {

constexpr QChar kNoBreak{0x00A0};

/// Neither so small nor so large that it is written with a power of ten.
bool isWrittenOut(double value)
{
    const double size = std::abs(value);
    return size == 0 || (size >= 1e-5 && size < 1e9);
}

QString said(const Text::Argument& argument)
{
    if (const auto* text = std::get_if<std::string>(&argument)) return QString::fromStdString(*text);
    if (const auto* whole = std::get_if<std::int64_t>(&argument)) return number(*whole);
    if (const auto* inner = std::get_if<Text>(&argument)) return words(*inner);
    const auto& rounded = std::get<Rounded>(argument);
    if (rounded.decimals == Rounded::kExact) {
        const char form = isWrittenOut(rounded.value) ? 'f' : 'g';
        return QLocale{}.toString(rounded.value, form, QLocale::FloatingPointShortest).toLower();
    }
    return rounded.decimals < 0 ? significant(rounded.value, 6) : number(rounded.value, rounded.decimals);
}

} // namespace

QString words(const Text& text)
{
    const QString source = QCoreApplication::translate("core", text.source().c_str());
    const auto& arguments = text.arguments();
    QString result;
    for (qsizetype i = 0; i < source.size(); ++i) { // in one pass: a value may hold a "%1" of its own
        const int mark = source[i] == '%' && i + 1 < source.size() ? source[i + 1].digitValue() : 0;
        if (mark >= 1 && static_cast<std::size_t>(mark) <= arguments.size()) {
            result += said(arguments[static_cast<std::size_t>(mark) - 1]);
            ++i;
        } else {
            result += source[i];
        }
    }
    return result;
}

QString words(std::string_view source)
{
    return source.empty() ? QString{} : QCoreApplication::translate("core", std::string{source}.c_str());
}

QString fromPath(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

std::filesystem::path toPath(const QString& path)
{
    return path.toStdString();
}

QString shortPath(const std::filesystem::path& path)
{
    const QString whole = fromPath(path);
    const QString home = QDir::homePath();
    return whole.startsWith(home + '/') ? '~' + whole.mid(home.size()) : whole;
}

QString number(std::int64_t value)
{
    return QLocale{}.toString(static_cast<qlonglong>(value));
}

QString number(double value, int decimals)
{
    return QLocale{}.toString(value, 'f', decimals);
}

QString significant(double value, int digits)
{
    if (!std::isfinite(value)) return std::isnan(value) ? QStringLiteral("NaN") : QStringLiteral("∞");
    const double size = std::abs(value);
    if (!isWrittenOut(value)) {
        return QLocale{}.toString(value, 'g', digits).toLower(); // as it is typed: 2e-09
    }
    const int before = size < 1 ? 0 : static_cast<int>(std::floor(std::log10(size))) + 1;
    const int zeros = size == 0 || size >= 1 ? 0 : -static_cast<int>(std::floor(std::log10(size))) - 1;
    QString text = QLocale{}.toString(value, 'f', std::max(0, digits - before + zeros));
    const QString point = QLocale{}.decimalPoint();
    if (!text.contains(point)) return text;
    while (text.endsWith('0')) {
        text.chop(1);
    }
    if (text.endsWith(point)) text.chop(point.size());
    return text;
}

/// 134.5 M from the first of the units that is not larger than the value.
struct Unit {
    double size;
    const char* sign;
};
static QString inUnits(std::int64_t value, std::span<const Unit> units)
{
    for (const auto& [size, sign] : units) {
        if (std::abs(static_cast<double>(value)) < size) continue;
        return significant(static_cast<double>(value) / size, 3) + kNoBreak + sign;
    }
    return number(value);
}

QString shortNumber(std::int64_t value)
{
    static constexpr std::array<Unit, 3> kUnits{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
    return inUnits(value, kUnits);
}

QString percent(double share, int decimals)
{
    return number(share * 100, decimals) + kNoBreak + QLocale{}.percent();
}

QString fileSize(std::int64_t bytes)
{
    static constexpr std::array<Unit, 4> kUnits{{{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}}};
    return bytes < 1000 ? number(bytes) + kNoBreak + "B" : inUnits(bytes, kUnits);
}

QString duration(double seconds)
{
    if (seconds < 10)
        return words(Text{QT_TRANSLATE_NOOP("core", "%1 s"), Rounded{std::max(0.0, seconds), 1}});
    const auto whole = std::llround(seconds);
    if (whole < 60) return words(Text{QT_TRANSLATE_NOOP("core", "%1 s"), whole});
    if (whole < 600) return words(Text{QT_TRANSLATE_NOOP("core", "%1 min %2 s"), whole / 60, whole % 60});
    const auto minutes = std::llround(seconds / 60);
    if (minutes < 60) return words(Text{QT_TRANSLATE_NOOP("core", "%1 min"), minutes});
    if (minutes < 48 * 60) {
        return words(Text{QT_TRANSLATE_NOOP("core", "%1 h %2 min"), minutes / 60, minutes % 60});
    }
    const auto hours = std::llround(seconds / 3600);
    return words(Text{QT_TRANSLATE_NOOP("core", "%1 d %2 h"), hours / 24, hours % 24});
}

std::optional<double> readNumber(const QString& typed)
{
    QString plain = typed.simplified();
    for (const QString& group : {QString{' '}, QString{kNoBreak}, QString{QChar{0x202F}}}) {
        plain.remove(group);
    }
    const auto comma = plain.lastIndexOf(',');
    const auto point = plain.lastIndexOf('.');
    if (comma >= 0 && point >= 0) { // both: the later one is the decimal mark
        plain.remove(comma > point ? '.' : ',');
    }
    plain.replace(',', '.');
    bool fine = false;
    const double value = QLocale::c().toDouble(plain, &fine);
    if (!fine || !std::isfinite(value)) return std::nullopt;
    return value;
}

} // namespace luthier::ui
