// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/machine.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/nn/ops/cpu_features.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace luthier::engine {
namespace {

constexpr std::size_t kMostBytes = 1U << 20U;
constexpr std::int64_t kKiB = 1024;

/// The number behind `key` in a file of "Key:   1234 kB" lines.
std::optional<std::int64_t> kilobytesAt(const char* file, std::string_view key)
{
    const auto text = readFile(file, kMostBytes);
    if (!text) return std::nullopt;
    auto at = text->find(key);
    if (at == std::string::npos) return std::nullopt;
    at = text->find_first_of("0123456789", at + key.size());
    std::int64_t number = 0;
    if (at == std::string::npos) return std::nullopt;
    std::from_chars(text->data() + at, text->data() + text->size(), number);
    return number * kKiB;
}

/// A file that holds one number, or "max".
std::optional<std::int64_t> numberIn(const std::string& file)
{
    const auto text = readFile(file, kMostBytes);
    std::int64_t number = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{}) {
        return std::nullopt;
    }
    return number;
}

std::optional<std::int64_t> groupLimit()
{
    const auto limit = numberIn("/sys/fs/cgroup/memory.max");
    return limit ? limit : numberIn("/sys/fs/cgroup/memory/memory.limit_in_bytes");
}

std::optional<std::int64_t> groupUse()
{
    const auto use = numberIn("/sys/fs/cgroup/memory.current");
    return use ? use : numberIn("/sys/fs/cgroup/memory/memory.usage_in_bytes");
}

/// What a limit on this process leaves.
std::optional<std::int64_t> limitLeft(__rlimit_resource resource, const char* used)
{
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    const auto now = kilobytesAt("/proc/self/status", used);
    return static_cast<std::int64_t>(limit.rlim_cur) - now.value_or(0);
}

Text megabytes(std::int64_t bytes)
{
    constexpr std::int64_t kMegabyte = 1'000'000;
    return {QT_TRANSLATE_NOOP("core", "%1 MB"), (bytes + kMegabyte / 2) / kMegabyte};
}

} // namespace

std::int64_t totalMemory()
{
    const auto machine
        = kilobytesAt("/proc/meminfo", "MemTotal:")
              .value_or(static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE));
    return std::min(machine, groupLimit().value_or(machine));
}

std::int64_t freeMemory()
{
    auto least = kilobytesAt("/proc/meminfo", "MemAvailable:").value_or(totalMemory());
    if (const auto limit = groupLimit()) least = std::min(least, *limit - groupUse().value_or(0));
    if (const auto left = limitLeft(RLIMIT_AS, "VmSize:")) least = std::min(least, *left);
    if (const auto left = limitLeft(RLIMIT_DATA, "VmData:")) least = std::min(least, *left);
    return std::max<std::int64_t>(0, least);
}

std::int64_t peakMemory()
{
    return kilobytesAt("/proc/self/status", "VmHWM:").value_or(0);
}

std::int64_t heldMemory()
{
    return kilobytesAt("/proc/self/status", "VmRSS:").value_or(0);
}

void resetPeak()
{
    // "5" resets the high-water mark. Where the system does not know that, the peak is one of the whole
    // process.
    if (auto file = LineAppender::open("/proc/self/clear_refs")) static_cast<void>(file->line("5"));
}

std::int64_t usableMemory()
{
    return (freeMemory() + heldMemory()) / 100 * 95;
}

Machine machineNow()
{
    const auto& features = nn::cpuFeatures();
    const auto cards = graphicsCards();
    const bool hasCard = !cards.empty();
    return {.processor = features.name,
            .physicalCores = features.physicalCores,
            .memoryBytes = totalMemory(),
            .freeMemoryBytes = freeMemory(),
            .instructionSets = features.words(),
            .bestPrecision = (hasCard ? cards.front().prefersBf16 : features.prefersBf16()) ? "bf16" : "fp32",
            .gpu = hasCard ? (cards.front().name.empty() ? cards.front().device : cards.front().name) : ""};
}

Expected<void> refuseWithoutMemory(const std::vector<train::Part>& parts, const GraphicsCard* card)
{
    const auto needed = train::totalBytes(parts);
    if (needed <= (card != nullptr ? usableBytes(*card) : usableMemory())) return {};
    const auto available = card != nullptr ? card->freeBytes : freeMemory() + heldMemory();
    Text sum;
    for (const auto& part : parts) {
        if (part.bytes == 0) continue;
        const Text one{"%1 %2", partLabel(part.name), megabytes(part.bytes)};
        sum = sum.empty() ? one : Text{"%1 + %2", sum, one};
    }
    return Unexpected{
        {.code = ErrorCode::OutOfMemory,
         .message
         = Text{card != nullptr ? QT_TRANSLATE_NOOP(
                    "core", "on the graphics card this run needs about %1 (%2); %3 are free there")
                                : QT_TRANSLATE_NOOP("core", "this run needs about %1 (%2); %3 are free"),
                megabytes(needed), sum, megabytes(available)},
         .where = "train.micro_batch_tokens",
         .hint = QT_TRANSLATE_NOOP("core",
                                   "fewer tokens held at once, LoRA or fewer layers, or a smaller "
                                   "model; closing other programs helps, too")}};
}

Expected<void> refuseWithoutMemory(const train::Load& load, const GraphicsCard* card)
{
    LUTHIER_CHECK(refuseWithoutMemory(train::memoryParts(load), card));
    return card == nullptr ? Expected<void>{} : refuseWithoutMemory(train::partsBesideTheCard(load), nullptr);
}

Text remakingWords()
{
    return QT_TRANSLATE_NOOP(
        "core",
        "Memory is short: what learning needs of each block is computed a second time "
        "instead of kept. The result is the same; a step takes a third to a half longer.");
}

Text partLabel(const char* name)
{
    constexpr std::array kLabels{
        std::pair{"weights", QT_TRANSLATE_NOOP("core", "weights")},
        std::pair{"optimizer", QT_TRANSLATE_NOOP("core", "optimizer")},
        std::pair{"gradients", QT_TRANSLATE_NOOP("core", "gradients")},
        std::pair{"activations", QT_TRANSLATE_NOOP("core", "activations")},
        std::pair{"head", QT_TRANSLATE_NOOP("core", "language head")},
        std::pair{"answers", QT_TRANSLATE_NOOP("core", "answers shown meanwhile")},
        std::pair{"best", QT_TRANSLATE_NOOP("core", "best state so far")},
        std::pair{"data", QT_TRANSLATE_NOOP("core", "data")},
        std::pair{"fixed", QT_TRANSLATE_NOOP("core", "the program itself")},
    };
    for (const auto& [key, label] : kLabels) {
        if (std::string_view{key} == name) return label;
    }
    return Text::verbatim(name);
}

} // namespace luthier::engine
