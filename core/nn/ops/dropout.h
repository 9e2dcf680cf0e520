// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// One key a token. The same token of the same step has the same key however the batch is packed, so masks do
/// not depend on packing, threads, or on whether the run was interrupted.
using TokenKeys = std::shared_ptr<const std::vector<std::uint64_t>>;

/// Which numbers are switched off, and where in the network.
///
/// Units  p a probability; 0 or no keys: nothing is switched off. `site` is unique in the network.
struct Dropout {
    double p{0};
    std::uint32_t site{0};
    TokenKeys keys{};

    bool isOn() const { return p > 0 && keys != nullptr; }
    Dropout at(std::uint32_t otherSite) const { return {p, otherSite, keys}; }
};

/// The seed of each token's mask at this site (DropMask::seed). [T]
std::vector<std::uint32_t> maskSeeds(const Dropout& dropout);

/// What dropout multiplies columns 0 to `columns` of rows with these seeds with: 0 or 1 / (1 − p). For
/// devices without kernels; the masks are the kernels' own, bit for bit.
///
/// Shapes  seeds [R] -> [R, columns], float32, of the device
at::Tensor maskFactors(const std::vector<std::uint32_t>& seeds, double p, std::int64_t columns,
                       at::Device device);

/// y = x · mask / (1 − p), the mask drawn anew from the keys in backward.
///
/// Shapes  x [T, d] with T ≤ the number of keys; row i belongs to key rows[i], or to key i without rows.
at::Tensor dropped(const at::Tensor& x, const Dropout& dropout, const std::vector<std::int32_t>& rows = {});

} // namespace luthier::nn
