// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/normal_text.h"

#include "core/base/random.h"
#include "core/data/encoding.h"

#include <array>
#include <utility>

namespace luthier::data {
namespace {

constexpr std::string_view kAsciiSpace{" \t\n\v\f\r"};

bool isSpace(std::uint32_t c)
{
    return (c >= 0x09U && c <= 0x0DU) || c == 0x20U || c == 0x85U || c == 0xA0U || c == 0x1680U
        || (c >= 0x2000U && c <= 0x200AU) || c == 0x2028U || c == 0x2029U || c == 0x202FU || c == 0x205FU
        || c == 0x3000U || c == 0xFEFFU;
}

/// The small letter, by the layout of Unicode's blocks.
std::uint32_t lowered(std::uint32_t c)
{
    if (c < 0x80U) return c >= 'A' && c <= 'Z' ? c + 0x20U : c;
    if (c >= 0xC0U && c <= 0xDEU && c != 0xD7U) return c + 0x20U;
    if (c == 0x178U) return 0xFFU;
    const bool evenCapital = (c >= 0x100U && c <= 0x137U) || (c >= 0x14AU && c <= 0x177U)
        || (c >= 0x460U && c <= 0x481U) || (c >= 0x48AU && c <= 0x4BFU) || (c >= 0x4D0U && c <= 0x52FU)
        || (c >= 0x1E00U && c <= 0x1E95U) || (c >= 0x1EA0U && c <= 0x1EFFU);
    if (evenCapital) return c | 1U;
    const bool oddCapital = (c >= 0x139U && c <= 0x148U) || (c >= 0x179U && c <= 0x17EU);
    if (oddCapital) return c % 2 == 1 ? c + 1 : c;
    if (c >= 0x391U && c <= 0x3ABU && c != 0x3A2U) return c + 0x20U;
    if (c >= 0x410U && c <= 0x42FU) return c + 0x20U;
    if (c >= 0x400U && c <= 0x40FU) return c + 0x50U;
    return c;
}

/// The character at `at`, which is moved behind it. REQUIRES: `text` is UTF-8.
std::uint32_t next(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) & 0x3FU : 0;
    };
    const std::uint32_t lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80U) return text[at++];
    const auto from = at;
    if (lead < 0xE0U) {
        at += 2;
        return (lead & 0x1FU) << 6U | byte(from + 1);
    }
    if (lead < 0xF0U) {
        at += 3;
        return (lead & 0x0FU) << 12U | byte(from + 1) << 6U | byte(from + 2);
    }
    at += 4;
    return (lead & 0x07U) << 18U | byte(from + 1) << 12U | byte(from + 2) << 6U | byte(from + 3);
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(kAsciiSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kAsciiSpace) - first + 1);
}

void normalise(std::string_view text, std::string& into)
{
    into.resize(text.size() + 4); // no small letter of these scripts is longer than its capital
    char* out = into.data();
    bool space = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = next(text, at);
        if (isSpace(character)) {
            space = out != into.data();
            continue;
        }
        if (std::exchange(space, false)) *out++ = ' ';
        appendUtf8(out, lowered(character));
    }
    into.resize(static_cast<std::size_t>(out - into.data()));
}

std::string normalised(std::string_view text)
{
    std::string result;
    normalise(text, result);
    return result;
}

std::uint64_t textKey(std::string_view text)
{
    std::uint64_t key = text.size();
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;
        const auto part = text.substr(at, 8);
        for (std::size_t i = 0; i < part.size(); ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
        }
        key = mixed(key ^ word);
    }
    return mixed(key);
}

} // namespace luthier::data
