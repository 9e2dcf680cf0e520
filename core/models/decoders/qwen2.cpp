// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gguf_decoder.h"

namespace luthier::models {
namespace {

/// Yang et al. 2024, arXiv:2407.10671: Llama with biases for queries, keys and values.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.qkvBias = true;
    shape.activation = activationOf(read, "hidden_act", "silu");
    setUpperWindows(config, read, shape);
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& qwen2();

const Architecture& qwen2()
{
    static const Architecture self{
        .entry = {.name = "qwen2",
                  .title = QT_TRANSLATE_NOOP("core", "Qwen2"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2407.10671"},
        .modelType = "qwen2",
        .ggufName = "qwen2",
        .className = "Qwen2",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = &decoderConfigOfGguf,
        .ggufNameOf = &decoderNameInGguf,
        .ggufPairsRows = false};
    return self;
}

} // namespace luthier::models
