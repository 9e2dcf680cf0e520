// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/normalizer.h"

#include "core/tokenizer/bert_normalizer.h"
#include "core/tokenizer/normalizers.h"
#include "core/tokenizer/unicode_forms.h"

#include <utility>
#include <vector>

namespace luthier::tokenizer {
namespace {

class NormalizerSequence final : public Normalizer {
public:
    explicit NormalizerSequence(std::vector<std::unique_ptr<const Normalizer>> parts)
        : m_parts{std::move(parts)}
    {
    }
    void apply(AlignedText& text) const override
    {
        for (const auto& part : m_parts) {
            part->apply(text);
        }
    }

private:
    std::vector<std::unique_ptr<const Normalizer>> m_parts;
};

} // namespace

Expected<std::unique_ptr<const Normalizer>> makeNormalizer(const Node& node, int depth)
{
    LUTHIER_CHECK(checkDepth(node, depth));
    LUTHIER_TRY(const auto type, componentType(node));
    if (type == "BertNormalizer") return BertNormalizer::fromJson(node);
    if (type == "Sequence") {
        LUTHIER_TRY(const auto list, node.member("normalizers"));
        LUTHIER_TRY(const auto nodes, list.elements());
        std::vector<std::unique_ptr<const Normalizer>> parts;
        for (const Node& part : nodes) {
            LUTHIER_TRY(parts.emplace_back(), makeNormalizer(part, depth + 1));
        }
        return std::make_unique<const NormalizerSequence>(std::move(parts));
    }
    if (type == "NFC" || type == "NFKC" || type == "NFD" || type == "NFKD")
        return std::make_unique<const UnicodeForm>(type.starts_with("NFK"), type.ends_with('C'));
    if (type == "Precompiled") return makePrecompiled(node);
    LUTHIER_TRY(auto small, makeSmallNormalizer(node, type));
    if (small) return small;
    return unknownComponent(node, type, {});
}

} // namespace luthier::tokenizer
