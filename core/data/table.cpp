// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/table.h"

#include "core/base/files.h"
#include "core/config/entry.h"
#include "core/data/format.h"
#include "core/data/import.h"
#include "core/data/source_json.h"

#include <algorithm>
#include <utility>

#include <arrow/array/array_binary.h>
#include <arrow/array/array_primitive.h>
#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>

namespace luthier::data {

/// The batches of the mapped file, and where their cells lie.
struct Table::Columns {
    /// One column of one batch: Arrow's arrays, in the mapping.
    struct Cells {
        const std::int64_t* ends;
        const char* bytes;
        const std::uint8_t* valid; ///< a bit a row; null where each has a value
    };

    MappedFile file{};
    std::vector<std::string> names{};
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches{}; ///< keep what `cells` points to
    std::vector<std::int64_t> begins{0}; ///< first row of each batch, and the number of all rows
    std::vector<Cells> cells{}; ///< of a batch, column by column; then of the next
    std::vector<const std::int64_t*> lines{};

    std::size_t batchOf(std::int64_t row) const
    {
        LUTHIER_ASSERT(row >= 0 && row < begins.back());
        return static_cast<std::size_t>(std::ranges::upper_bound(begins, row) - begins.begin()) - 1;
    }
    bool add(std::shared_ptr<arrow::RecordBatch> batch);
};

namespace {

/// Whether the file has the columns that a TableWriter writes.
bool isOurs(const arrow::Schema& schema)
{
    const auto fields = schema.num_fields();
    for (int i = 0; i + 1 < fields; ++i) {
        if (schema.field(i)->type()->id() != arrow::Type::LARGE_STRING) return false;
    }
    return fields > 0 && schema.field(fields - 1)->type()->id() == arrow::Type::INT64;
}

Unexpected damaged(const std::filesystem::path& file)
{
    return {{.code = ErrorCode::Inconsistent,
             .message = QT_TRANSLATE_NOOP("core", "the cached table is not as it was written"),
             .where = file.string()}};
}

} // namespace

bool Table::Columns::add(std::shared_ptr<arrow::RecordBatch> batch)
{
    if (!batch->Validate().ok()) return false;
    for (int i = 0; i < batch->num_columns() - 1; ++i) {
        const auto& array = static_cast<const arrow::LargeStringArray&>(*batch->column(i));
        cells.push_back({array.raw_value_offsets(), reinterpret_cast<const char*>(array.raw_data()),
                         array.null_count() > 0 ? array.null_bitmap_data() : nullptr});
    }
    lines.push_back(
        static_cast<const arrow::Int64Array&>(*batch->column(batch->num_columns() - 1)).raw_values());
    begins.push_back(begins.back() + batch->num_rows());
    batches.push_back(std::move(batch));
    return true;
}

Table::Table(Source source, std::unique_ptr<Columns> columns)
    : m_source{std::move(source)}
    , m_columns{std::move(columns)}
{
}

Table::~Table() = default;

Expected<std::shared_ptr<const Table>> Table::mapped(const std::filesystem::path& cached,
                                                     const std::filesystem::path& file)
{
    auto columns = std::make_unique<Columns>();
    LUTHIER_TRY(columns->file, MappedFile::open(cached));
    const auto bytes = columns->file.bytes();
    const auto stream = std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(
        reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<std::int64_t>(bytes.size())));
    auto options = arrow::ipc::IpcReadOptions::Defaults();
    options.use_threads = false;
    const auto opened = arrow::ipc::RecordBatchFileReader::Open(stream, options);
    if (!opened.ok()) return damaged(cached);
    const auto& reader = **opened;
    if (!isOurs(*reader.schema()) || reader.metadata() == nullptr) return damaged(cached);
    for (int i = 0; i + 1 < reader.schema()->num_fields(); ++i) {
        columns->names.push_back(reader.schema()->field(i)->name());
    }
    const auto description = reader.metadata()->Get(std::string{kSourceKey});
    if (!description.ok()) return damaged(cached);
    LUTHIER_TRY(auto source, sourceFromJson(*description));
    for (int i = 0; i < reader.num_record_batches(); ++i) {
        auto batch = (*opened)->ReadRecordBatch(i);
        if (!batch.ok() || !columns->add(*std::move(batch))) return damaged(cached);
    }
    source.path = file;
    for (Problem& problem : source.setAside) { // kept without the name, which may have changed
        problem.where = file.filename().string() + (problem.where.empty() ? "" : ":") + problem.where;
    }
    return std::shared_ptr<const Table>{new Table{std::move(source), std::move(columns)}};
}

Expected<std::shared_ptr<const Table>> Table::open(const std::filesystem::path& file,
                                                   const config::Chosen& format, const Job& job)
{
    if (format.name != "auto") LUTHIER_CHECK(config::find(formats(), format.name, "data.format"));
    LUTHIER_TRY(const auto state, fileState(file));
    LUTHIER_TRY(const auto sum, knownSha256(file, state, job));
    const auto cached = cachedTable(file, sum, format);
    if (auto table = mapped(cached, file)) return table;
    LUTHIER_CHECK(importTable(file, state, sum, format, cached, job));
    return mapped(cached, file);
}

const Source& Table::source() const
{
    return m_source;
}

std::int64_t Table::rows() const
{
    return m_columns->begins.back();
}

const std::vector<std::string>& Table::columns() const
{
    return m_columns->names;
}

std::optional<std::size_t> Table::column(std::string_view name) const
{
    const auto found = std::ranges::find(m_columns->names, name);
    if (found == m_columns->names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - m_columns->names.begin());
}

std::optional<std::string_view> Table::cell(std::int64_t row, std::size_t column) const
{
    LUTHIER_ASSERT(column < m_columns->names.size());
    const auto batch = m_columns->batchOf(row);
    const auto at = static_cast<std::size_t>(row - m_columns->begins[batch]);
    const auto& cells = m_columns->cells[batch * m_columns->names.size() + column];
    if (cells.valid != nullptr && (cells.valid[at / 8] >> (at % 8) & 1U) == 0) return std::nullopt;
    return std::string_view{cells.bytes + cells.ends[at],
                            static_cast<std::size_t>(cells.ends[at + 1] - cells.ends[at])};
}

std::int64_t Table::line(std::int64_t row) const
{
    const auto batch = m_columns->batchOf(row);
    return m_columns->lines[batch][row - m_columns->begins[batch]];
}

} // namespace luthier::data
