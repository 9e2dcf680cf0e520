// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_parts.h"

#include <algorithm>

namespace luthier::tests {

std::vector<engine::MemoryPart> fakeMemory()
{
    return {{"weights", QT_TRANSLATE_NOOP("core", "weights"), 92'000'000},
            {"best", QT_TRANSLATE_NOOP("core", "best state so far"), 9'800'000},
            {"optimizer", QT_TRANSLATE_NOOP("core", "optimizer"), 19'600'000},
            {"gradients", QT_TRANSLATE_NOOP("core", "gradients"), 9'800'000},
            {"activations", QT_TRANSLATE_NOOP("core", "activations"), 420'000'000},
            {"fixed", QT_TRANSLATE_NOOP("core", "the program itself"), 180'000'000}};
}

namespace {

using engine::LayerNode;
using Kind = LayerNode::Kind;
using State = LayerNode::State;

std::vector<engine::ModelCard> cards()
{
    engine::ModelCard small;
    small.name = "all-MiniLM-L6-v2";
    small.path = "/models/all-MiniLM-L6-v2";
    small.architecture = small.family = "bert";
    small.purpose = QT_TRANSLATE_NOOP("core", "Sorts and compares texts.");
    small.tasks = {"text-classification"};
    small.parameters = 22'700'000;
    small.bytes = 91'000'000;
    small.licence = "apache-2.0";
    small.languages = "English";
    small.contextLength = 512;
    small.memoryBytes = 620'000'000;
    small.bundled = true;
    engine::ModelCard writer;
    writer.name = "SmolLM2-135M-Instruct";
    writer.path = "/models/smollm2.gguf";
    writer.architecture = writer.family = "llama";
    writer.purpose = QT_TRANSLATE_NOOP("core", "Writes short answers and follows instructions.");
    writer.tasks = {"instruction", "text-classification"};
    writer.parameters = 134'500'000;
    writer.bytes = 98'000'000;
    writer.licence = "apache-2.0";
    writer.languages = "English";
    writer.contextLength = 8192;
    writer.quantisation = "Q4_1";
    writer.memoryBytes = 2'600'000'000;
    engine::ModelCard unknown;
    unknown.name = "mamba-130m";
    unknown.path = "/models/mamba-130m";
    unknown.trainable = false;
    unknown.whyNot = Text{QT_TRANSLATE_NOOP("core", "models of the kind '%1' are not known here"), "mamba"};
    return {small, writer, unknown};
}

LayerNode leaf(const std::string& id, Text label, Kind kind, std::int64_t parameters)
{
    return {.id = id, .label = std::move(label), .kind = kind, .parameters = parameters};
}

LayerNode block(std::int64_t at)
{
    const auto id = "blocks." + std::to_string(at);
    LayerNode block = leaf(id, Text{QT_TRANSLATE_NOOP("core", "Block %1"), at}, Kind::Block, 1'774'000);
    LayerNode attention
        = leaf(id + ".attention", QT_TRANSLATE_NOOP("core", "Attention"), Kind::Attention, 591'000);
    for (const char* part : {"query", "key", "value", "output"}) {
        attention.children.push_back(
            leaf(id + ".attention." + part, Text::verbatim(part), Kind::Linear, 147'750));
    }
    block.children = {
        attention, leaf(id + ".mlp", QT_TRANSLATE_NOOP("core", "Feed-forward layer"), Kind::Mlp, 1'181'000),
        leaf(id + ".norms", QT_TRANSLATE_NOOP("core", "Norms"), Kind::Norm, 2'000)};
    return block;
}

bool isFrozen(const config::Recipe& recipe, const std::string& id)
{
    const auto freeze = recipe.layers.find("freeze");
    if (freeze == recipe.layers.end()) return false;
    const auto& setting = freeze->second;
    return setting.text == id || std::ranges::find(setting.items, config::Setting{id}) != setting.items.end();
}

/// Frozen by name, with all that lies in it; else as the method has it.
void paint(const config::Recipe& recipe, LayerNode& node, bool frozenAbove)
{
    const bool frozen = frozenAbove || isFrozen(recipe, node.id);
    const bool carries = node.kind == Kind::Linear || node.kind == Kind::Mlp;
    if (recipe.method.name == "lora") {
        node.state = !frozen && carries ? State::Adapter : State::Frozen;
        node.adapterParameters = node.state == State::Adapter ? node.parameters / 24 : 0;
    } else if (recipe.method.name == "full") {
        node.state = frozen ? State::Frozen : State::Trained;
    }
    node.trainable = node.state == State::Trained ? node.parameters : node.adapterParameters;
    if (node.children.empty()) return;
    std::int64_t trainable = 0;
    bool alike = true;
    bool adapters = false;
    for (LayerNode& child : node.children) {
        paint(recipe, child, frozen);
        trainable += child.trainable;
        alike = alike && child.state == node.children.front().state;
        adapters = adapters || child.adapterParameters > 0;
        node.adapterParameters += child.adapterParameters;
    }
    node.trainable = trainable;
    node.state = adapters ? State::Adapter : alike ? node.children.front().state : State::Mixed;
}

class FakeModels final : public engine::Models {
public:
    explicit FakeModels(bool any)
        : m_any{any}
    {
    }

    std::vector<engine::ModelCard> installed() override
    {
        return m_any ? cards() : std::vector<engine::ModelCard>{};
    }

    Expected<engine::ModelCard> inspect(const std::string& nameOrPath) override
    {
        for (auto& card : cards()) {
            if (card.name == nameOrPath) return std::move(card);
        }
        return Unexpected{{.code = ErrorCode::NotFound,
                           .message = Text{QT_TRANSLATE_NOOP("core", "there is no model '%1'"), nameOrPath},
                           .where = "model"}};
    }

    Expected<engine::ModelCard> import(const std::filesystem::path& path) override
    {
        return inspect(path.string());
    }

    Expected<engine::Plan> plan(const config::Recipe& recipe, const engine::DataFacts& facts) override
    {
        LUTHIER_TRY(const auto card, inspect(recipe.model.name));
        if (recipe.method.name == "head-only" && recipe.task.name != "text-classification") {
            return Unexpected{{.code = ErrorCode::InvalidInput,
                               .message = QT_TRANSLATE_NOOP("core", "this goal has no head to train"),
                               .where = "method.name"}};
        }
        const std::int64_t blocks = card.architecture == "bert" ? 6 : 30;
        engine::Plan plan;
        LayerNode head = leaf("head", QT_TRANSLATE_NOOP("core", "Head"), Kind::Head, 2'695);
        head.stepMultiplier = 10;
        plan.layers.push_back(head);
        for (std::int64_t at = blocks - 1; at >= 0; --at) {
            plan.layers.push_back(block(at));
        }
        plan.layers.push_back(
            leaf("embeddings", QT_TRANSLATE_NOOP("core", "Embedding"), Kind::Embedding, 11'900'000));
        for (LayerNode& node : plan.layers) {
            paint(recipe, node, false);
            if (node.kind == Kind::Head && !isFrozen(recipe, "head")) {
                node.state = State::Trained;
                node.trainable = node.parameters;
            }
            plan.totalParameters += node.parameters;
            plan.trainableParameters += node.trainable;
        }
        plan.memory = fakeMemory();
        for (const auto& part : plan.memory) {
            plan.memoryBytes += part.bytes;
        }
        plan.freeMemoryBytes = 11'300'000'000;
        plan.steps = std::max<std::int64_t>(1, facts.trainRows * 3 / 16);
        plan.secondsPerStep = 0.21;
        plan.totalSeconds = plan.secondsPerStep * static_cast<double>(plan.steps);
        plan.resultBytes = 9'800'000;
        plan.forgetting = recipe.method.name == "full" ? engine::Risk::High : engine::Risk::Low;
        plan.forgettingReason = QT_TRANSLATE_NOOP("core", "The model itself stays as it is.");
        plan.precision = "fp32";
        return plan;
    }

    Expected<config::Recipe> layersWith(const config::Recipe& recipe, const std::vector<std::string>& ids,
                                        bool trained) override
    {
        std::vector<std::string> frozen;
        if (const auto found = recipe.layers.find("freeze"); found != recipe.layers.end()) {
            if (!found->second.text.empty()) frozen.push_back(found->second.text);
            for (const auto& item : found->second.items) {
                frozen.push_back(item.text);
            }
        }
        for (const auto& id : ids) {
            std::erase(frozen, id);
            if (!trained) frozen.push_back(id);
        }
        config::Recipe changed = recipe;
        if (frozen.empty()) {
            changed.layers.erase("freeze");
        } else {
            changed.layers.insert_or_assign("freeze", config::Setting::list(std::move(frozen)));
        }
        return changed;
    }

private:
    bool m_any;
};

} // namespace

std::unique_ptr<engine::Models> makeFakeModels(const FakeScript& script)
{
    return std::make_unique<FakeModels>(script.hasModels);
}

} // namespace luthier::tests
