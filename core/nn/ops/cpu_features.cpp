// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/cpu_features.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include <cpuinfo.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace luthier::nn {
namespace {

/// Linux saves the tile registers of a process only once that has asked for them.
bool mayUseTiles()
{
#ifdef SYS_arch_prctl
    constexpr long kRequestPermission = 0x1023; // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18; // XFEATURE_XTILEDATA
    return ::syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
    return false;
#endif
}

constexpr std::array kRoads{Isa::Plain, Isa::Avx2, Isa::Avx512, Isa::Avx512Bf16, Isa::Amx};

/// The road that LUTHIER_ISA names. A name that there is not is told: it would be measured as if it were one.
std::optional<Isa> wanted()
{
    const char* const value = std::getenv("LUTHIER_ISA");
    if (value == nullptr || *value == '\0') return std::nullopt;
    const auto* const found
        = std::ranges::find_if(kRoads, [&](Isa isa) { return std::string_view{value} == nameOf(isa); });
    if (found != kRoads.end()) return *found;
    std::cerr << "LUTHIER_ISA=" << value << " is ignored; there are";
    for (const auto isa : kRoads) {
        std::cerr << ' ' << nameOf(isa);
    }
    std::cerr << '\n';
    return std::nullopt;
}

/// Processors by Intel sum pairs of bfloat16 at half the speed of float32 (measured on Sapphire Rapids);
/// AMD's are twice as fast with them.
bool sumsPairsSlowly()
{
    const auto* const processor = cpuinfo_get_processor(0);
    return processor != nullptr && processor->core->vendor == cpuinfo_vendor_intel;
}

CpuFeatures found()
{
    CpuFeatures features;
    if (!cpuinfo_initialize()) return features;
    const auto asked = wanted();
    const auto most = asked.value_or(Isa::Amx);
    features.avx2 = most >= Isa::Avx2 && cpuinfo_has_x86_avx2() && cpuinfo_has_x86_fma3();
    features.avxVnni = most >= Isa::Avx2 && features.avx2 && cpuinfo_has_x86_avxvnni();
    features.avx512 = most >= Isa::Avx512 && features.avx2 && cpuinfo_has_x86_avx512f()
        && cpuinfo_has_x86_avx512bw() && cpuinfo_has_x86_avx512dq() && cpuinfo_has_x86_avx512vl()
        && cpuinfo_has_x86_avx512cd();
    features.vnni = most >= Isa::Avx512Bf16 && features.avx512 && cpuinfo_has_x86_avx512vnni();
    // Every such processor has VNNI, too. A machine that hides it goes without both: products in 8 bits are
    // made by the road itself or through float32, never through pairs.
    const bool pairs = features.vnni && cpuinfo_has_x86_avx512bf16();
    const bool tiles = most >= Isa::Amx && pairs && cpuinfo_has_x86_amx_tile() && mayUseTiles();
    features.amxBf16 = tiles && cpuinfo_has_x86_amx_bf16();
    features.avx512Bf16 = pairs && (features.amxBf16 || asked == Isa::Avx512Bf16 || !sumsPairsSlowly());
    features.amxInt8 = tiles && cpuinfo_has_x86_amx_int8();
    features.physicalCores = std::max(1, static_cast<int>(cpuinfo_get_cores_count()));
    const auto* const package = cpuinfo_get_package(0);
    if (package != nullptr) features.name = static_cast<const char*>(package->name);
    return features;
}

} // namespace

const char* nameOf(Isa isa)
{
    switch (isa) {
    case Isa::Plain:
        return "plain";
    case Isa::Avx2:
        return "avx2";
    case Isa::Avx512:
        return "avx512";
    case Isa::Avx512Bf16:
        return "avx512bf16";
    case Isa::Amx:
        return "amx";
    }
    return "";
}

Isa CpuFeatures::isa() const
{
    if (amxBf16) return Isa::Amx;
    if (avx512Bf16) return Isa::Avx512Bf16;
    if (avx512) return Isa::Avx512;
    return avx2 ? Isa::Avx2 : Isa::Plain;
}

std::string CpuFeatures::words() const
{
    const std::array<std::pair<bool, const char*>, 6> all{{{avx2, "AVX2"},
                                                           {avx512, "AVX-512"},
                                                           {avx512Bf16, "bf16"},
                                                           {vnni || avxVnni, "VNNI"},
                                                           {amxBf16, "AMX bf16"},
                                                           {amxInt8, "AMX int8"}}};
    std::string text;
    for (const auto& [has, word] : all) {
        if (has) text.append(text.empty() ? "" : ", ").append(word);
    }
    return text;
}

const CpuFeatures& cpuFeatures()
{
    static const CpuFeatures features = found();
    return features;
}

} // namespace luthier::nn
