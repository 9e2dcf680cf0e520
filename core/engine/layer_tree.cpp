// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/layer_tree.h"

#include "core/base/text.h"
#include "core/models/selection.h"

#include <algorithm>
#include <utility>

namespace luthier::engine {
namespace {

using models::Outline;
using models::TensorSpec;
using Kind = LayerNode::Kind;
using State = LayerNode::State;

std::string blockId(std::int64_t block)
{
    return "blocks." + std::to_string(block);
}

/// The id of the smallest node that a tensor belongs to.
std::string idOf(const TensorSpec& tensor)
{
    switch (tensor.place) {
    case TensorSpec::Place::Embeddings:
        return "embeddings";
    case TensorSpec::Place::FinalNorm:
        return "final-norm";
    case TensorSpec::Place::Pooler:
        return "pooler";
    case TensorSpec::Place::Head:
        return "head";
    case TensorSpec::Place::Block:
        break;
    }
    switch (tensor.part) {
    case TensorSpec::Part::Attention:
        return blockId(tensor.block) + ".attention";
    case TensorSpec::Part::Mlp:
        return blockId(tensor.block) + ".mlp";
    default:
        return blockId(tensor.block) + ".norms";
    }
}

/// State and sums of a node from its children or tensors.
State joined(State a, State b)
{
    return a == b ? a : State::Mixed;
}

class Tree {
public:
    Tree(const Outline& outline, const std::vector<bool>& trained,
         const std::map<std::string, std::int64_t>& adapterOf,
         const std::map<std::string, double, std::less<>>& multipliers)
        : m_outline{outline}
        , m_trained{trained}
        , m_adapterOf{adapterOf}
        , m_multipliers{multipliers}
    {
    }

    LayerNode leaf(const std::string& id, Text label, Kind kind) const
    {
        LayerNode node{.id = id, .label = std::move(label), .kind = kind};
        bool all = true;
        bool any = false;
        for (std::size_t i = 0; i < m_outline.tensors.size(); ++i) {
            const auto& tensor = m_outline.tensors[i];
            if (idOf(tensor) != id) continue;
            node.parameters += tensor.count();
            node.stepMultiplier = models::stepMultiplier(tensor, m_outline.blocks, m_multipliers);
            const auto adapter = m_adapterOf.find(tensor.name);
            if (adapter != m_adapterOf.end()) node.adapterParameters += adapter->second;
            if (m_trained[i]) node.trainable += tensor.count();
            all = all && m_trained[i];
            any = any || m_trained[i];
        }
        node.trainable += node.adapterParameters;
        node.state = node.adapterParameters > 0 ? State::Adapter
            : all && any                        ? State::Trained
            : any                               ? State::Mixed
                                                : State::Frozen;
        return node;
    }

    LayerNode block(std::int64_t number) const
    {
        const auto id = blockId(number);
        LayerNode node{
            .id = id, .label = Text{QT_TRANSLATE_NOOP("core", "Block %1"), number}, .kind = Kind::Block};
        node.children = {leaf(id + ".attention", QT_TRANSLATE_NOOP("core", "Attention"), Kind::Attention),
                         leaf(id + ".mlp", QT_TRANSLATE_NOOP("core", "Feed-forward layer"), Kind::Mlp),
                         leaf(id + ".norms", QT_TRANSLATE_NOOP("core", "Norms"), Kind::Norm)};
        node.state = node.children.front().state;
        for (const auto& child : node.children) {
            node.parameters += child.parameters;
            node.trainable += child.trainable;
            node.adapterParameters += child.adapterParameters;
            // A norm takes no adapter: that alone makes a block with adapters no mixed one.
            const bool counts = m_adapterOf.empty() || child.kind != Kind::Norm;
            if (counts) node.state = joined(node.state, child.state);
        }
        node.stepMultiplier = node.children.front().stepMultiplier;
        return node;
    }

private:
    const Outline& m_outline;
    const std::vector<bool>& m_trained;
    const std::map<std::string, std::int64_t>& m_adapterOf;
    const std::map<std::string, double, std::less<>>& m_multipliers;
};

bool has(const Outline& outline, TensorSpec::Place place)
{
    return std::ranges::any_of(outline.tensors, [&](const auto& tensor) { return tensor.place == place; });
}

} // namespace

std::vector<LayerNode> layerTree(const Outline& outline, const std::vector<bool>& trained,
                                 const std::map<std::string, std::int64_t>& adapterOf, std::int64_t labels,
                                 const std::map<std::string, double, std::less<>>& multipliers)
{
    using Place = TensorSpec::Place;
    const Tree tree{outline, trained, adapterOf, multipliers};
    std::vector<LayerNode> nodes;
    if (labels > 0) {
        LayerNode head{.id = "head",
                       .label = QT_TRANSLATE_NOOP("core", "Head"),
                       .kind = Kind::Head,
                       .state = State::Trained};
        for (const auto& tensor : outline.classifierTensors(labels)) {
            head.parameters += tensor.count();
            head.stepMultiplier = models::stepMultiplier(tensor, outline.blocks, multipliers);
        }
        head.trainable = head.parameters;
        nodes.push_back(std::move(head));
    } else if (has(outline, Place::Head)) {
        nodes.push_back(tree.leaf("head", QT_TRANSLATE_NOOP("core", "Head"), Kind::Head));
    }
    if (has(outline, Place::Pooler)) {
        nodes.push_back(tree.leaf("pooler", QT_TRANSLATE_NOOP("core", "Pooler"), Kind::Pooler));
    }
    if (has(outline, Place::FinalNorm)) {
        nodes.push_back(tree.leaf("final-norm", QT_TRANSLATE_NOOP("core", "Last norm"), Kind::Norm));
    }
    for (auto block = outline.blocks - 1; block >= 0; --block) {
        nodes.push_back(tree.block(block));
    }
    nodes.push_back(tree.leaf("embeddings",
                              outline.tied ? Text{QT_TRANSLATE_NOOP("core", "Embedding and language head")}
                                           : Text{QT_TRANSLATE_NOOP("core", "Embedding")},
                              Kind::Embedding));
    return nodes;
}

std::vector<std::size_t> tensorsOf(const Outline& outline, const std::string& id)
{
    std::vector<std::size_t> tensors;
    for (std::size_t i = 0; i < outline.tensors.size(); ++i) {
        const auto own = idOf(outline.tensors[i]);
        if (own == id || own.starts_with(id + ".")) tensors.push_back(i);
    }
    return tensors;
}

std::vector<std::string> wordsFor(const Outline& outline, const std::vector<bool>& selected)
{
    if (std::ranges::find(selected, false) == selected.end()) return {"all"};
    std::vector<bool> left = selected;
    std::vector<std::string> words;
    const auto take = [&](const std::string& id) {
        const auto tensors = tensorsOf(outline, id);
        const bool all
            = !tensors.empty() && std::ranges::all_of(tensors, [&](std::size_t i) { return left[i]; });
        for (const auto i : tensors) {
            if (all) left[i] = false;
        }
        return all;
    };
    if (take("pooler")) words.emplace_back("head");
    if (take("embeddings")) words.emplace_back("embeddings");
    for (std::int64_t first = 0; first < outline.blocks; ++first) {
        if (!take(blockId(first))) continue;
        auto last = first;
        while (last + 1 < outline.blocks && take(blockId(last + 1))) {
            ++last;
        }
        words.push_back("blocks " + std::to_string(first) + "-" + std::to_string(last));
        first = last;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i]) words.push_back(outline.tensors[i].name);
    }
    if (words.empty()) words.emplace_back("none");
    return words;
}

} // namespace luthier::engine
