// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/decoder_config.h"
#include "core/models/gguf_decoder.h"

namespace luthier::models {
namespace {

/// Jiang et al. 2023, arXiv:2310.06825: Llama with a window.
Expected<nn::DecoderShape> shapeOf(const Json& config)
{
    ConfigReader read{config};
    auto shape = decoderShape(config, read);
    shape.activation = activationOf(read, "hidden_act", "silu");
    setWindows(config, read, shape, [](std::int64_t /*block*/) { return true; });
    return checkedShape(read, std::move(shape));
}

} // namespace

const Architecture& mistral();

const Architecture& mistral()
{
    static const Architecture self{
        .entry = {.name = "mistral",
                  .title = QT_TRANSLATE_NOOP("core", "Mistral"),
                  .summary = QT_TRANSLATE_NOOP("core", "Continues a text word by word. Answers and writes."),
                  .paper = "arXiv:2310.06825"},
        .modelType = "mistral",
        .ggufName = "llama", // read back as one
        .className = "Mistral",
        .outline = &DecoderFamily<&shapeOf>::outline,
        .build = &DecoderFamily<&shapeOf>::build,
        .configOfGguf = &decoderConfigOfGguf,
        .ggufNameOf = &decoderNameInGguf,
        .ggufPairsRows = true};
    return self;
}

} // namespace luthier::models
