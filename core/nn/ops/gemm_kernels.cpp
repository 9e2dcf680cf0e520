// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/gemm_kernels.h"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace luthier::nn {

const GemmKernel<float>& gemmKernel(const float* null)
{
    return plainGemm(null);
}
const GemmKernel<double>& gemmKernel(const double* null)
{
    return plainGemm(null);
}
const GemmKernel<Bf16>& gemmKernel(const Bf16* null)
{
    switch (cpuFeatures().isa()) {
    case Isa::Amx:
        return *amxGemm();
    case Isa::Avx512Bf16:
        return *avx512Bf16Gemm();
    default:
        return plainGemm(null);
    }
}

double productPeak(bool bf16)
{
    constexpr double kLeastSeconds = 1e-3; // beside which the start of the threads is nothing
    constexpr int kTries = 9; // the best of them: others may have wanted the processor
    double best = 0;
    std::int64_t rounds = 20'000;
    for (int i = 0; i < kTries;) {
        std::atomic<double> operations{0};
        const auto start = std::chrono::steady_clock::now();
        asTeam([&](Team& team) {
            const auto spun = [&](const auto& kernel) {
                kernel.enter();
                team.forEach(team.threads(), [&](std::int64_t) { operations += kernel.spin(rounds); });
                kernel.leave();
            };
            if (bf16) {
                spun(gemmKernel(static_cast<const Bf16*>(nullptr)));
            } else {
                spun(gemmKernel(static_cast<const float*>(nullptr)));
            }
        });
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        if (seconds.count() < kLeastSeconds) {
            rounds *= 2;
            continue;
        }
        best = std::max(best, operations / seconds.count());
        ++i;
    }
    return best;
}

} // namespace luthier::nn
