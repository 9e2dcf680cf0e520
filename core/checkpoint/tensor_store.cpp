// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/header.h"
#include "core/checkpoint/pickle.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace luthier::checkpoint {
namespace fs = std::filesystem;
namespace {

using Files = std::vector<std::shared_ptr<const TensorFile>>;

constexpr const char* kSingleFile = "model.safetensors";
constexpr const char* kIndexFile = "model.safetensors.index.json";
constexpr JsonLimits kIndexLimits{.bytes = std::size_t{64} << 20U}; // 160,000 tensors take 18 MB
constexpr std::size_t kMostFaultsShown = 20;

/// What an index says, every value of the right type.
struct Index {
    std::map<std::string, std::string> fileOf; ///< by tensor
    std::optional<std::uint64_t> totalBytes;
};

/// Faults of one kind as one error: the first with the others behind it. REQUIRES: not empty.
Unexpected together(std::vector<Error> faults)
{
    Error first = std::move(faults.front());
    const auto shownFaults = std::min(faults.size(), kMostFaultsShown);
    for (std::size_t i = 1; i < shownFaults; ++i) {
        first.others.push_back(std::move(faults[i]));
    }
    if (faults.size() > shownFaults) {
        first.hint = {QT_TRANSLATE_NOOP("core", "%1 more like this were found"), faults.size() - shownFaults};
    }
    return {std::move(first)};
}

bool isPlainName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".."
        && name.find_first_of("/\\:") == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

bool isThere(const fs::path& path)
{
    std::error_code failure;
    return fs::exists(path, failure);
}

const Json* member(const Json& object, std::string_view key)
{
    const auto place = object.find(key);
    return place == object.end() ? nullptr : &*place;
}

Expected<std::optional<std::uint64_t>> totalBytes(const Json& json)
{
    const auto* metadata = member(json, "metadata");
    if (metadata == nullptr) return std::optional<std::uint64_t>{};
    if (!metadata->is_object()) {
        return refused(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "'metadata' is not an object"));
    }
    const auto* total = member(*metadata, "total_size");
    if (total == nullptr) return std::optional<std::uint64_t>{};
    if (!total->is_number_unsigned()) {
        return refused(ErrorCode::BadNumber,
                       {QT_TRANSLATE_NOOP("core", "'total_size' is %1, not a plain whole number"),
                        shown(toJson(*total))});
    }
    return std::optional{total->get<std::uint64_t>()};
}

Expected<Index> indexFrom(const Json& json)
{
    if (!json.is_object()) {
        return refused(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "the index is not an object"));
    }
    Index index;
    LUTHIER_TRY(index.totalBytes, totalBytes(json));
    const auto* map = member(json, "weight_map");
    if (map == nullptr) {
        return refused(ErrorCode::MissingField, QT_TRANSLATE_NOOP("core", "the key 'weight_map' is missing"));
    }
    if (!map->is_object()) {
        return refused(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "'weight_map' is not an object"));
    }
    for (const auto& [tensor, file] : map->get_ref<const Json::object_t&>()) {
        if (!file.is_string()) {
            return refused(
                ErrorCode::WrongType,
                {QT_TRANSLATE_NOOP("core", "the file of tensor '%1' is not a text"), shown(tensor)});
        }
        const auto& name = file.get_ref<const std::string&>();
        if (!isPlainName(name)) {
            return refused(
                ErrorCode::BadName,
                {QT_TRANSLATE_NOOP("core", "the file of tensor '%1' is '%2', which is no plain file name"),
                 shown(tensor), shown(name)});
        }
        index.fileOf.emplace(tensor, name);
    }
    if (index.fileOf.empty()) {
        return refused(ErrorCode::Inconsistent, QT_TRANSLATE_NOOP("core", "the index names no tensor"));
    }
    return index;
}

Expected<std::map<std::string, std::shared_ptr<const TensorFile>>> openShards(const fs::path& folder,
                                                                              const Index& index)
{
    std::map<std::string, std::shared_ptr<const TensorFile>> shards;
    for (const auto& [tensor, name] : index.fileOf) {
        shards.try_emplace(name);
    }
    std::vector<Error> missing;
    for (const auto& [name, none] : shards) {
        if (isThere(folder / name)) continue;
        missing.push_back(
            {.code = ErrorCode::MissingFile,
             .message = {QT_TRANSLATE_NOOP("core", "%1 is named in the index but absent"), shown(name)},
             .where = (folder / name).string()});
    }
    if (!missing.empty()) return together(std::move(missing));
    for (auto& [name, file] : shards) {
        LUTHIER_TRY(file, TensorFile::open(folder / name));
    }
    return shards;
}

/// Every listed tensor is in its file, every tensor is listed, none is in two files, the sum is right.
Expected<Files> checkedShards(const fs::path& folder, const Index& index)
{
    LUTHIER_TRY(const auto shards, openShards(folder, index));
    std::vector<Error> missing;
    for (const auto& [tensor, name] : index.fileOf) {
        if (shards.at(name)->find(tensor) != nullptr) continue;
        missing.push_back(refused(ErrorCode::MissingTensor,
                                  {QT_TRANSLATE_NOOP("core", "tensor '%1' should be in %2 but is not"),
                                   shown(tensor), shown(name)})
                              .error);
    }
    if (!missing.empty()) return together(std::move(missing));
    std::vector<Error> unlisted;
    std::uint64_t bytes = 0;
    Files files;
    for (const auto& [name, file] : shards) {
        for (const auto& tensor : file->tensors()) {
            bytes += tensor.bytes;
            const auto place = index.fileOf.find(tensor.name);
            if (place != index.fileOf.end() && place->second == name) continue;
            unlisted.push_back(
                refused(ErrorCode::Inconsistent,
                        {QT_TRANSLATE_NOOP("core", "tensor '%1' is in %2, where the index does not list it"),
                         shown(tensor.name), shown(name)})
                    .error);
        }
        files.push_back(file);
    }
    if (!unlisted.empty()) return together(std::move(unlisted));
    if (index.totalBytes && *index.totalBytes != bytes) {
        return refused(ErrorCode::Inconsistent,
                       {QT_TRANSLATE_NOOP("core", "the index announces %1 bytes, its tensors have %2"),
                        *index.totalBytes, bytes});
    }
    return files;
}

Expected<Files> filesOfIndex(const fs::path& path)
{
    LUTHIER_TRY(const auto json, readJson(path, kIndexLimits));
    auto index = indexFrom(json);
    auto files = index ? checkedShards(path.parent_path(), *index)
                       : Expected<Files>{Unexpected{std::move(index).error()}};
    if (!files) {
        auto error = std::move(files).error();
        if (error.where.empty()) error.where = path.string();
        return Unexpected{std::move(error)};
    }
    return files;
}

Expected<Files> onlyFile(const fs::path& path)
{
    LUTHIER_TRY(auto file, TensorFile::open(path));
    return Files{std::move(file)};
}

Expected<Files> filesOfFolder(const fs::path& folder)
{
    if (isThere(folder / kSingleFile)) return onlyFile(folder / kSingleFile);
    if (isThere(folder / kIndexFile)) return filesOfIndex(folder / kIndexFile);
    std::vector<fs::path> ggufs;
    std::set<fs::path> pickles; // sorted: the same one is named each time
    std::error_code failure;
    for (fs::directory_iterator entry{folder, failure}; !failure && entry != fs::directory_iterator{};
         entry.increment(failure)) {
        if (lowerExtension(entry->path()) == ".gguf") ggufs.push_back(entry->path());
        if (hasPickleName(entry->path())) pickles.insert(entry->path());
    }
    if (ggufs.size() == 1) return onlyFile(ggufs.front());
    if (!ggufs.empty()) {
        return Unexpected{
            {.code = ErrorCode::MissingFile,
             .message = {QT_TRANSLATE_NOOP("core", "this folder holds %1 GGUF files"), ggufs.size()},
             .where = folder.string(),
             .hint = QT_TRANSLATE_NOOP("core", "choose one of them instead of the folder")}};
    }
    if (!pickles.empty()) return Unexpected{pickleRefused(*pickles.begin())};
    return Unexpected{{.code = ErrorCode::MissingFile,
                       .message = QT_TRANSLATE_NOOP("core",
                                                    "this folder holds no model: neither model.safetensors "
                                                    "with or without an index, nor a GGUF file"),
                       .where = folder.string()}};
}

} // namespace

Expected<TensorStore> TensorStore::open(const fs::path& folderOrFile)
{
    std::error_code failure;
    const bool isFolder = fs::is_directory(folderOrFile, failure);
    TensorStore store;
    LUTHIER_TRY(store.m_files, isFolder ? filesOfFolder(folderOrFile) : onlyFile(folderOrFile));
    for (const auto& file : store.m_files) {
        for (const auto& tensor : file->tensors()) {
            store.m_entries.push_back({&tensor, file.get()});
        }
    }
    std::ranges::sort(store.m_entries, {},
                      [](const Entry& entry) -> const std::string& { return entry.info->name; });
    return store;
}

const TensorStore::Entry* TensorStore::find(std::string_view name) const
{
    const auto place = std::ranges::lower_bound(
        m_entries, name, {}, [](const Entry& entry) -> std::string_view { return entry.info->name; });
    return place != m_entries.end() && place->info->name == name ? &*place : nullptr;
}

} // namespace luthier::checkpoint
