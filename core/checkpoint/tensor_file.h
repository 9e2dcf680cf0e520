// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::checkpoint {

/// How numbers are stored. The last ones are GGUF's blocks (formats.md §3.1).
enum class Dtype {
    F32,
    F16,
    BF16,
    F64,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool,
    // NOLINTBEGIN(readability-identifier-naming): the names that everybody knows them by
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    // NOLINTEND(readability-identifier-naming)
    Other
};

std::string_view dtypeName(Dtype dtype);
/// Numbers that are stored together: 1, or 32 or 256 for GGUF's blocks. REQUIRES: not Other.
std::uint64_t blockLength(Dtype dtype);
/// Bytes of `count` numbers in a row. REQUIRES: not Other; `count` divisible by the block.
std::uint64_t byteCount(Dtype dtype, std::uint64_t count);

struct TensorInfo {
    std::string name;
    Dtype dtype{Dtype::F32};
    std::string dtypeText{}; ///< as the file calls it, for messages
    std::vector<std::int64_t> shape{}; ///< slowest first, whatever the file's own order
    std::uint64_t offset{}; ///< of the first byte in the file
    std::uint64_t bytes{};

    std::int64_t count() const;
};

/// A file of named tensors, memory-mapped: .safetensors or .gguf. Only the header is read.
///
/// Errors  open(): NotFound, Io, the codes of formats.md §1 rule 9 with the tensor's or key's name in the
///         message, at "path" or "path:byte N". Unsupported for pickle, and for a type of GGUF that is not
///         read (decode() says so for the types whose size is known).
/// Thread  any; reading at the same time.
class TensorFile : public std::enable_shared_from_this<TensorFile> {
public:
    virtual ~TensorFile() = default;

    static Expected<std::shared_ptr<const TensorFile>> open(const std::filesystem::path& path);

    virtual std::span<const TensorInfo> tensors() const = 0; ///< in the file's order
    virtual const TensorInfo* find(std::string_view name) const = 0;
    /// Not aligned to anything.
    virtual std::span<const std::byte> bytes(const TensorInfo& tensor) const = 0;
    /// The pages of this tensor need not stay in memory.
    virtual void release(const TensorInfo& tensor) const = 0;
    /// safetensors: "__metadata__". GGUF: every key, arrays of strings and numbers too. GGUF's texts keep
    /// their very bytes, UTF-8 or not. Beyond 2^21 elements in all arrays together (no vocabulary has so
    /// many), an array stands there as null.
    virtual const Json& metadata() const = 0;
    virtual bool isGguf() const = 0;
    virtual const std::filesystem::path& path() const = 0;
};

/// The value of a key of GGUF's metadata, as a bool, std::int64_t, double, std::string,
/// std::vector<std::int32_t> or std::vector<std::string>; texts with the file's very bytes.
///
/// Errors  MissingField, WrongType (also for a number that does not fit); the message names the key.
template <class T>
Expected<T> metadataValue(const TensorFile& file, std::string_view key);

/// All files of one model: a folder with model.safetensors, or with an index and its shards, or with one
/// .gguf; a .safetensors; a .gguf.
///
/// Errors  as TensorFile::open. MissingFile for shards that the index names and for a folder without weights,
///         MissingTensor for tensors that are not in their shard, Inconsistent where index and shards
///         disagree otherwise, BadName for a shard that is no plain file name, Unsupported for pickle.
/// Thread  any; reading at the same time.
class TensorStore {
public:
    static Expected<TensorStore> open(const std::filesystem::path& folderOrFile);

    struct Entry {
        const TensorInfo* info;
        const TensorFile* file;
    };
    std::span<const Entry> entries() const { return m_entries; }
    const Entry* find(std::string_view name) const;
    const TensorFile& first() const { return *m_files.front(); }

private:
    std::vector<std::shared_ptr<const TensorFile>> m_files;
    std::vector<Entry> m_entries; ///< sorted by name
};

/// Numbers [begin, begin + out.size()) of a tensor as float32, whatever they were stored as; exact for F32,
/// F16, BF16 and every GGUF block. Parts can be decoded at the same time.
///
/// Errors  Unsupported for a dtype that no model's weights have.
/// REQUIRES: `bytes` are all of the tensor's; begin and out.size() are multiples of its blockLength().
Expected<void> decode(const TensorInfo& tensor, std::span<const std::byte> bytes, std::span<float> out,
                      std::int64_t begin = 0);
/// The same as bf16 without a float copy: each number is what toBf16() makes of decode()'s.
Expected<void> decodeBf16(const TensorInfo& tensor, std::span<const std::byte> bytes,
                          std::span<std::uint16_t> out, std::int64_t begin = 0);

std::uint16_t toBf16(float number); ///< to nearest, ties to even; NaN stays NaN
float fromBf16(std::uint16_t bits);
float fromF16(std::uint16_t bits);

} // namespace luthier::checkpoint
