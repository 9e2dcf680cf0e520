// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/cpu_features.h"

#include <algorithm>
#include <array>
#include <utility>

#include <cpuinfo.h>

namespace luthier::nn {

std::string CpuFeatures::words() const
{
    const std::array<std::pair<bool, const char*>, 6> all{{{avx2, "AVX2"},
                                                           {avx512, "AVX-512"},
                                                           {avx512Bf16, "bf16"},
                                                           {vnni, "VNNI"},
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
    static const CpuFeatures features = [] {
        CpuFeatures found;
        if (!cpuinfo_initialize()) return found;
        found.avx2 = cpuinfo_has_x86_avx2();
        found.avx512 = cpuinfo_has_x86_avx512f() && cpuinfo_has_x86_avx512bw() && cpuinfo_has_x86_avx512vl();
        found.avx512Bf16 = cpuinfo_has_x86_avx512bf16();
        found.vnni = cpuinfo_has_x86_avx512vnni();
        found.amxBf16 = cpuinfo_has_x86_amx_bf16();
        found.amxInt8 = cpuinfo_has_x86_amx_int8();
        found.physicalCores = std::max(1, static_cast<int>(cpuinfo_get_cores_count()));
        const auto* const package = cpuinfo_get_package(0);
        if (package != nullptr) found.name = static_cast<const char*>(package->name);
        return found;
    }();
    return features;
}

} // namespace luthier::nn
