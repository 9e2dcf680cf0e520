// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// Cosine and sine of every angle that rotary positions need.
struct RopeTable {
    at::Tensor cosine; ///< float32 [positions, rotated / 2], from angles in float64
    at::Tensor sine;
    std::int64_t rotated{0}; ///< dimensions of a head that turn: its width, or fewer
};

/// angle(position, i) = position · frequencies[i]; `scale` multiplies both tables (longrope, yarn).
RopeTable ropeTable(const std::vector<double>& frequencies, std::int64_t positions, double scale = 1);

/// Rotary position embedding: each pair (x_i, x_{i + rotated/2}) of each head is turned by its angle.
///
///     y_i = x_i cos − x_{i+n} sin;   y_{i+n} = x_{i+n} cos + x_i sin,   n = rotated / 2
///
/// Backward turns back; nothing is kept but the positions.
///
/// Shapes  x [T, heads · width], positions [T] int32, each below the table's.
/// Source  Su et al. 2021, arXiv:2104.09864, eq. 34, with the halves layout of the Python stack's Llama.
at::Tensor rope(const at::Tensor& x, const at::Tensor& positions, const RopeTable& table, std::int64_t width);

} // namespace luthier::nn
