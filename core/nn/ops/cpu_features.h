// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace luthier::nn {

/// What this processor can do, asked of the processor itself.
struct CpuFeatures {
    bool avx2{}, avx512{}, avx512Bf16{}, vnni{}, amxBf16{}, amxInt8{};
    int physicalCores{1};
    std::string name;

    /// bfloat16 products are faster than float32 ones here; elsewhere they are far slower.
    /// Source  measured 2x on Zen 4 and more with AMX; 44 to 500x slower on AVX2 alone:
    /// pytorch/pytorch#146508.
    bool prefersBf16() const { return avx512Bf16 || amxBf16; }
    std::string words() const; ///< "AVX2, AVX-512, bf16"
};

const CpuFeatures& cpuFeatures();

} // namespace luthier::nn
