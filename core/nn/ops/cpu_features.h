// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace luthier::nn {

/// The roads that kernels have, from the one that every processor takes to the fastest.
enum class Isa { Plain, Avx2, Avx512, Avx512Bf16, Amx };
const char* nameOf(Isa isa); ///< as LUTHIER_ISA has it: "avx512bf16"

/// What this processor can do, asked of the processor itself, and held down to LUTHIER_ISA where that
/// environment variable names a road: plain, avx2, avx512, avx512bf16 or amx. A road that the processor does
/// not have is not taken, whatever it says.
struct CpuFeatures {
    bool avx2{}, avxVnni{}, avx512{}, avx512Bf16{}, vnni{}, amxBf16{}, amxInt8{};
    int physicalCores{1};
    std::string name;

    /// bfloat16 products are faster than float32 ones here; elsewhere they are far slower.
    /// Source  measured 2x on Zen 4 and more with AMX; 44 to 500x slower on AVX2 alone:
    /// pytorch/pytorch#146508.
    bool prefersBf16() const { return avx512Bf16 || amxBf16; }
    Isa isa() const; ///< the fastest road
    std::string words() const; ///< "AVX2, AVX-512, bf16"
};

/// Thread  any; the first call asks the system for the tile registers.
const CpuFeatures& cpuFeatures();

} // namespace luthier::nn
