// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header.h"

#include <algorithm>
#include <array>

namespace luthier::checkpoint {
namespace {

/// Source  formats.md §2.
constexpr std::array<DtypeLayout, 22> kSafetensors{{
    {Dtype::F32, "F32", 1, 32},          {Dtype::F16, "F16", 1, 16},
    {Dtype::BF16, "BF16", 1, 16},        {Dtype::F64, "F64", 1, 64},
    {Dtype::I64, "I64", 1, 64},          {Dtype::I32, "I32", 1, 32},
    {Dtype::I16, "I16", 1, 16},          {Dtype::I8, "I8", 1, 8},
    {Dtype::U64, "U64", 1, 64},          {Dtype::U32, "U32", 1, 32},
    {Dtype::U16, "U16", 1, 16},          {Dtype::U8, "U8", 1, 8},
    {Dtype::Bool, "BOOL", 1, 8},         {Dtype::Other, "F8_E4M3", 1, 8},
    {Dtype::Other, "F8_E5M2", 1, 8},     {Dtype::Other, "F8_E8M0", 1, 8},
    {Dtype::Other, "F8_E4M3FNUZ", 1, 8}, {Dtype::Other, "F8_E5M2FNUZ", 1, 8},
    {Dtype::Other, "F6_E2M3", 1, 6},     {Dtype::Other, "F6_E3M2", 1, 6},
    {Dtype::Other, "F4", 1, 4},          {Dtype::Other, "C64", 1, 64},
}};

constexpr std::uint64_t kByte = 8; // bits

struct GgmlType {
    std::uint32_t id;
    DtypeLayout layout;
};

/// Source  formats.md §3.1.
constexpr std::array<GgmlType, 18> kGgml{{
    {0, {Dtype::F32, "F32", 1, 32}},
    {1, {Dtype::F16, "F16", 1, 16}},
    {2, {Dtype::Q4_0, "Q4_0", 32, 18 * kByte}},
    {3, {Dtype::Q4_1, "Q4_1", 32, 20 * kByte}},
    {6, {Dtype::Q5_0, "Q5_0", 32, 22 * kByte}},
    {7, {Dtype::Q5_1, "Q5_1", 32, 24 * kByte}},
    {8, {Dtype::Q8_0, "Q8_0", 32, 34 * kByte}},
    {10, {Dtype::Q2_K, "Q2_K", 256, 84 * kByte}},
    {11, {Dtype::Q3_K, "Q3_K", 256, 110 * kByte}},
    {12, {Dtype::Q4_K, "Q4_K", 256, 144 * kByte}},
    {13, {Dtype::Q5_K, "Q5_K", 256, 176 * kByte}},
    {14, {Dtype::Q6_K, "Q6_K", 256, 210 * kByte}},
    {24, {Dtype::I8, "I8", 1, 8}},
    {25, {Dtype::I16, "I16", 1, 16}},
    {26, {Dtype::I32, "I32", 1, 32}},
    {27, {Dtype::I64, "I64", 1, 64}},
    {28, {Dtype::F64, "F64", 1, 64}},
    {30, {Dtype::BF16, "BF16", 1, 16}},
}};

struct NamedType {
    std::uint32_t id;
    std::string_view name;
};

constexpr std::array<NamedType, 16> kUnread{{
    {9, "Q8_1"},
    {15, "Q8_K"},
    {16, "IQ2_XXS"},
    {17, "IQ2_XS"},
    {18, "IQ3_XXS"},
    {19, "IQ1_S"},
    {20, "IQ4_NL"},
    {21, "IQ3_S"},
    {22, "IQ2_S"},
    {23, "IQ4_XS"},
    {29, "IQ1_M"},
    {34, "TQ1_0"},
    {35, "TQ2_0"},
    {39, "MXFP4"},
    {40, "NVFP4"},
    {41, "Q1_0"},
}};

/// Of the types that have a name of their own in the enum, both formats agree on name and layout.
constexpr const DtypeLayout& layoutOf(Dtype dtype)
{
    for (const auto& row : kSafetensors) {
        if (row.dtype == dtype) return row;
    }
    for (const auto& row : kGgml) {
        if (row.layout.dtype == dtype) return row.layout;
    }
    return kSafetensors.back();
}

} // namespace

const DtypeLayout* safetensorsLayout(std::string_view text)
{
    const auto* row = std::ranges::find(kSafetensors, text, &DtypeLayout::text);
    return row == kSafetensors.end() ? nullptr : row;
}

const DtypeLayout* ggmlLayout(std::uint32_t type)
{
    const auto* row = std::ranges::find(kGgml, type, &GgmlType::id);
    return row == kGgml.end() ? nullptr : &row->layout;
}

std::uint32_t ggmlNumber(Dtype dtype)
{
    const auto* row
        = std::ranges::find(kGgml, dtype, [](const GgmlType& type) { return type.layout.dtype; });
    LUTHIER_ASSERT(row != kGgml.end());
    return row->id;
}

std::string_view unreadGgmlType(std::uint32_t type)
{
    const auto* row = std::ranges::find(kUnread, type, &NamedType::id);
    return row == kUnread.end() ? std::string_view{} : row->name;
}

std::string_view dtypeName(Dtype dtype)
{
    return dtype == Dtype::Other ? "other" : layoutOf(dtype).text;
}

std::uint64_t blockLength(Dtype dtype)
{
    LUTHIER_ASSERT(dtype != Dtype::Other);
    return layoutOf(dtype).numbers;
}

std::uint64_t byteCount(Dtype dtype, std::uint64_t count)
{
    LUTHIER_ASSERT(dtype != Dtype::Other);
    const auto& layout = layoutOf(dtype);
    LUTHIER_ASSERT(count % layout.numbers == 0);
    return count / layout.numbers * (layout.bits / 8);
}

} // namespace luthier::checkpoint
