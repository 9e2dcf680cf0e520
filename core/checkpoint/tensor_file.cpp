// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_file.h"

#include "core/base/files.h"
#include "core/checkpoint/header.h"
#include "core/checkpoint/pickle.h"

#include <utility>

namespace luthier::checkpoint {
namespace {

class MappedTensors final : public TensorFile {
public:
    MappedTensors(std::filesystem::path path, MappedFile file, Header header, bool gguf)
        : m_path{std::move(path)}
        , m_file{std::move(file)}
        , m_header{std::move(header)}
        , m_isGguf{gguf}
    {
    }

    std::span<const TensorInfo> tensors() const override { return m_header.tensors; }
    const TensorInfo* find(std::string_view name) const override
    {
        const auto place = m_header.index.find(name);
        return place == m_header.index.end() ? nullptr : &m_header.tensors[place->second];
    }
    std::span<const std::byte> bytes(const TensorInfo& tensor) const override
    {
        const auto all = m_file.bytes();
        LUTHIER_ASSERT(tensor.offset <= all.size() && tensor.bytes <= all.size() - tensor.offset);
        return all.subspan(tensor.offset, tensor.bytes);
    }
    void release(const TensorInfo& tensor) const override { m_file.release(tensor.offset, tensor.bytes); }
    const Json& metadata() const override { return m_header.metadata; }
    bool isGguf() const override { return m_isGguf; }
    const std::filesystem::path& path() const override { return m_path; }

private:
    std::filesystem::path m_path;
    MappedFile m_file;
    Header m_header;
    bool m_isGguf;
};

bool isGgufMagic(std::string_view text)
{
    return text.starts_with("GGUF");
}

/// What to do about a file that could not be read, where its first bytes tell.
Text hintFor(ErrorCode code, std::string_view text, bool readAsGguf)
{
    if (text.starts_with("version https://git-lfs")) {
        return QT_TRANSLATE_NOOP("core",
                                 "this is only a Git LFS pointer to the file: fetch the file itself with "
                                 "\"git lfs pull\"");
    }
    if (isPickle(text)) {
        return QT_TRANSLATE_NOOP("core",
                                 "this is a pickle file under another name; take the safetensors file");
    }
    if (isGgufMagic(text) && !readAsGguf) {
        return QT_TRANSLATE_NOOP("core", "this is a GGUF file under another name: let its name end in .gguf");
    }
    if (code == ErrorCode::Truncated) {
        return QT_TRANSLATE_NOOP("core",
                                 "it was probably not copied or downloaded to its end; fetch it again");
    }
    return {};
}

/// The name decides, so that a broken file is told what is wrong with it; the first bytes where it does not.
Expected<bool> isGgufFile(const std::filesystem::path& path, std::string_view text)
{
    const auto extension = lowerExtension(path);
    if (extension == ".gguf") return true;
    if (extension == ".safetensors") return false;
    if (isGgufMagic(text)) return true;
    constexpr std::size_t kHeaderBegins = 8;
    if (text.size() > kHeaderBegins && text[kHeaderBegins] == '{') return false;
    if (isPickle(text) || hasPickleName(path)) return Unexpected{pickleRefused(path)};
    return Unexpected{
        {.code = ErrorCode::BadMagic,
         .message = QT_TRANSLATE_NOOP("core", "this is neither a safetensors file nor a GGUF file"),
         .where = path.string()}};
}

} // namespace

Expected<std::shared_ptr<const TensorFile>> TensorFile::open(const std::filesystem::path& path)
{
    LUTHIER_TRY(auto file, MappedFile::open(path));
    LUTHIER_TRY(const auto gguf, isGgufFile(path, file.text()));
    auto header = gguf ? readGgufHeader(file.bytes()) : readSafetensorsHeader(file.bytes());
    if (!header) {
        auto error = std::move(header).error();
        error.where = path.string() + (error.where.empty() ? "" : ":" + error.where);
        if (error.hint.empty()) error.hint = hintFor(error.code, file.text(), gguf);
        return Unexpected{std::move(error)};
    }
    return std::make_shared<const MappedTensors>(path, std::move(file), *std::move(header), gguf);
}

std::int64_t TensorInfo::count() const
{
    std::int64_t product = 1; // checkedCount() has made sure that it fits
    for (const auto size : shape) {
        product *= size;
    }
    return product;
}

std::optional<std::int64_t> checkedCount(std::span<const std::int64_t> shape)
{
    std::int64_t product = 1;
    bool empty = false;
    for (const auto size : shape) {
        empty = empty || size == 0;
        if (size != 0 && __builtin_mul_overflow(product, size, &product)) return std::nullopt;
    }
    return empty ? 0 : product;
}

Expected<NameIndex> indexByName(std::span<const TensorInfo> tensors)
{
    NameIndex index;
    index.reserve(tensors.size());
    for (std::uint32_t i = 0; i < tensors.size(); ++i) {
        if (!index.emplace(tensors[i].name, i).second) {
            return refused(
                ErrorCode::DuplicateKey,
                {QT_TRANSLATE_NOOP("core", "the tensor '%1' stands there twice"), shown(tensors[i].name)});
        }
    }
    return index;
}

Expected<void> checkPlace(std::string_view name, std::uint64_t begin, std::uint64_t expected)
{
    if (begin == expected) return {};
    return begin < expected
        ? refused(ErrorCode::Overlap,
                  {QT_TRANSLATE_NOOP(
                       "core", "tensor '%1' begins at byte %2, inside the one before it, which ends at %3"),
                   shown(name), begin, expected})
        : refused(
            ErrorCode::Hole,
            {QT_TRANSLATE_NOOP("core", "tensor '%1' begins at byte %2, but the one before it ends at %3"),
             shown(name), begin, expected});
}

std::string shown(std::string_view name)
{
    constexpr std::size_t kEnough = 120;
    if (name.size() <= kEnough) return std::string{name};
    auto length = kEnough;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) {
        --length; // not inside a character
    }
    return std::string{name.substr(0, length)} + "…";
}

} // namespace luthier::checkpoint
