// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/graphics_card.h"

#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <ATen/DeviceAccelerator.h>
#include <torch/cuda.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

/// The names of NVIDIA's cards, from where the driver writes them.
std::vector<std::string> modelNames()
{
    constexpr std::size_t kMostBytes = 1U << 16U;
    constexpr std::string_view kKey = "Model:";
    std::vector<fs::path> folders;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator{"/proc/driver/nvidia/gpus", failure}) {
        folders.push_back(entry.path());
    }
    std::ranges::sort(folders);
    std::vector<std::string> names;
    for (const auto& folder : folders) {
        const auto text = readFile(folder / "information", kMostBytes);
        const auto key = text ? text->find(kKey) : std::string::npos;
        const auto begin = key == std::string::npos ? key : text->find_first_not_of(" \t", key + kKey.size());
        names.push_back(begin == std::string::npos ? ""
                                                   : text->substr(begin, text->find('\n', begin) - begin));
    }
    return names;
}

c10::DeviceIndex indexOf(const GraphicsCard& card)
{
    return at::Device{card.device}.index();
}

} // namespace

std::vector<GraphicsCard> graphicsCards()
{
    std::vector<GraphicsCard> cards;
    try {
        const auto count = torch::cuda::device_count();
        const auto names = count > 0 ? modelNames() : std::vector<std::string>{};
        for (c10::DeviceIndex i = 0; i < count; ++i) {
            const auto [free, total] = at::accelerator::getMemoryInfo(i);
            const auto types = at::accelerator::getDeviceCapability(i).capability_data.supported_scalar_types;
            const auto at = static_cast<std::size_t>(i);
            cards.push_back({.device = "cuda:" + std::to_string(i),
                             .name = at < names.size() ? names[at] : "",
                             .memoryBytes = static_cast<std::int64_t>(total),
                             .freeBytes = static_cast<std::int64_t>(free),
                             .prefersBf16 = types.has_BFloat16 != 0});
        }
    } catch (const c10::Error&) { // a driver that does not fit, or is broken: as good as no card
        return cards;
    }
    return cards;
}

Expected<std::optional<GraphicsCard>> cardFor(std::string_view device, std::span<const GraphicsCard> cards,
                                              bool needsProcessor)
{
    if (device == "cpu") return std::nullopt;
    const bool isWish = device == "auto";
    if (needsProcessor) {
        if (isWish) return std::nullopt;
        return Unexpected{
            {.code = ErrorCode::InvalidInput,
             .message = QT_TRANSLATE_NOOP("core", "a base in 8 bits is computed on the processor only"),
             .where = "train.device",
             .hint = QT_TRANSLATE_NOOP("core", "say auto or cpu, or keep the base exact")}};
    }
    if (cards.empty() && isWish) return std::nullopt;
    const auto found = device == "cuda" || isWish ? cards.begin()
                                                  : std::ranges::find(cards, device, &GraphicsCard::device);
    if (found != cards.end()) return *found;
    return Unexpected{
        {.code = ErrorCode::InvalidInput,
         .message = cards.empty()
             ? Text{QT_TRANSLATE_NOOP("core",
                                      "there is no graphics card here that this program can compute on")}
             : Text{QT_TRANSLATE_NOOP("core", "there is no graphics card '%1'; there are cuda:0 to cuda:%2"),
                    std::string{device}, cards.size() - 1},
         .where = "train.device",
         .hint = QT_TRANSLATE_NOOP("core",
                                   "say auto or cpu. NVIDIA's cards need a build with LibTorch for CUDA.")}};
}

std::int64_t peakBytes(const GraphicsCard& card)
{
    return at::accelerator::getDeviceStats(indexOf(card)).reserved_bytes.front().peak; // of all kinds
                                                                                       // together
}

void resetPeak(const GraphicsCard& card)
{
    at::accelerator::resetPeakStats(indexOf(card));
}

std::int64_t usableBytes(const GraphicsCard& card)
{
    return card.freeBytes / 100 * 95;
}

} // namespace luthier::engine
