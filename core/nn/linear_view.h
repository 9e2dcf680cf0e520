// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/linear.h"
#include "core/nn/ops/layer_products.h"
#include "core/nn/ops/rows.h"

#include <vector>

namespace luthier::nn {

/// Gradients on their way to the parameters. They go there directly, not through autograd, which would round
/// those of an adapter to its type; AdamW takes float32 as they are made.
///
/// Thread  the one that runs backward.
class GradientSinks {
public:
    /// Room for the gradient of `parameter`, of `type`; undefined where it does not learn.
    at::Tensor open(const at::Tensor& parameter, at::ScalarType type);
    /// Hands all over. Where a parameter has a gradient already, they are added.
    void close();

private:
    struct Open {
        at::Tensor parameter, gradient;
    };
    std::vector<Open> m_open;
};

/// Whether the hand-written blocks can compute this layer on activations of `type`: no adapter, or a low-rank
/// one that drops nothing now. Stored weights only without gradients.
bool hasView(const Linear& layer, at::ScalarType type);

/// Whether anything of the layer learns.
bool learns(const Linear& layer);

/// The layer as products see it. With `sinks`: room for the gradients of what learns.
/// REQUIRES: hasView(layer, the type of S).
template <class S>
LayerView<S> viewOf(const Linear& layer, GradientSinks* sinks = nullptr);

} // namespace luthier::nn
