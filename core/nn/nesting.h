// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <torch/nn/module.h>

namespace luthier::nn {

/// A module that only gives a name to those inside it.
class Group final : public torch::nn::Module { };

/// Registers `module` under a dotted name ("encoder.layer.0.output.dense") and makes the groups on the way.
template <class M>
std::shared_ptr<M> nest(torch::nn::Module& root, std::string_view path, std::shared_ptr<M> module)
{
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) return root.register_module(std::string{path}, std::move(module));
    const std::string head{path.substr(0, dot)};
    std::shared_ptr<torch::nn::Module> group;
    for (const auto& child : root.named_children()) {
        if (child.key() == head) group = child.value();
    }
    if (!group) group = root.register_module(head, std::make_shared<Group>());
    return nest(*group, path.substr(dot + 1), std::move(module));
}

} // namespace luthier::nn
