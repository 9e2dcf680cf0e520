// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/graphics_card.h"

#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <ATen/DeviceAccelerator.h>
#include <torch/cuda.h>

namespace luthier::engine {
namespace fs = std::filesystem;
namespace {

/// The names of NVIDIA's cards, from where the driver writes them, in the order of their places on the bus.
std::vector<std::string> modelNames()
{
    constexpr std::size_t kMostBytes = 1U << 16U;
    constexpr std::string_view kKey = "Model:";
    if (std::getenv("CUDA_VISIBLE_DEVICES") != nullptr)
        return {}; // then they are others, or in another order
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
    // As everybody else numbers them; once, because others read the environment meanwhile.
    [[maybe_unused]] static const int isOrdered = ::setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID", 0);
    std::vector<GraphicsCard> cards;
    try {
        const auto count = torch::cuda::device_count();
        const auto names = count > 0 ? modelNames() : std::vector<std::string>{};
        for (c10::DeviceIndex i = 0; i < count; ++i) {
            const auto types = at::accelerator::getDeviceCapability(i).capability_data.supported_scalar_types;
            const auto at = static_cast<std::size_t>(i);
            cards.push_back({.device = "cuda:" + std::to_string(i),
                             .name = at < names.size() ? names[at] : "",
                             .prefersBf16 = types.has_BFloat16 != 0});
        }
    } catch (const c10::Error&) { // a driver that does not fit, or is broken: as good as no card
        return {};
    }
    return cards;
}

void measure(GraphicsCard& card)
{
    card.memoryBytes = 0;
    card.freeBytes = 0;
    try {
        const auto index = indexOf(card);
        const auto [free, total] = at::accelerator::getMemoryInfo(index);
        const auto stats = at::accelerator::getDeviceStats(index);
        card.memoryBytes = static_cast<std::int64_t>(total);
        card.freeBytes = static_cast<std::int64_t>(free) + stats.reserved_bytes.front().current
            - stats.allocated_bytes.front().current;
    } catch (const c10::Error&) { // somebody else has it, or it has fallen off the bus
        return;
    }
}

Expected<std::optional<GraphicsCard>> cardFor(std::string_view device, std::span<const GraphicsCard> cards,
                                              const Text& whyProcessor)
{
    if (device == "cpu") return std::nullopt;
    const bool isWish = device == "auto";
    if (!whyProcessor.empty()) {
        if (isWish) return std::nullopt;
        return Unexpected{{.code = ErrorCode::InvalidInput,
                           .message = whyProcessor,
                           .where = "train.device",
                           .hint = QT_TRANSLATE_NOOP("core", "say auto or cpu, or leave that out")}};
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
    const auto stats = at::accelerator::getDeviceStats(indexOf(card));
    return stats.reserved_bytes.front().peak; // the first entry is the sum of all kinds
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
