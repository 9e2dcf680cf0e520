// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/table_writer.h"

#include "core/base/files.h"
#include "core/data/source_json.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <arrow/array/data.h>
#include <arrow/array/util.h>
#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>

namespace luthier::data {
namespace {

constexpr std::int64_t kBatchRows = 65'536;
constexpr std::size_t kBatchBytes = std::size_t{32}
    << 20U; // with its offsets; what an import holds in memory

// A row costs 8 bytes a column besides its text. Rows with few of very many columns would fill any disk.
constexpr std::uint64_t kMostGrowth = 64;
constexpr std::uint64_t kAlwaysAllowedBytes = std::uint64_t{64} << 20U;

/// Arrow's stream over our FileWriter, which makes the file appear whole or not at all.
class Sink final : public arrow::io::OutputStream {
public:
    explicit Sink(FileWriter writer)
        : m_writer{std::move(writer)}
    {
        set_mode(arrow::io::FileMode::WRITE);
    }

    arrow::Status Write(const void* bytes, std::int64_t count) override
    {
        const auto written = m_writer.write(
            std::span{static_cast<const std::byte*>(bytes), static_cast<std::size_t>(count)});
        if (!written) {
            m_error = written.error();
            return arrow::Status::IOError("");
        }
        m_position += count;
        return arrow::Status::OK();
    }
    arrow::Status Close() override
    {
        m_closed = true;
        return arrow::Status::OK();
    }
    arrow::Result<std::int64_t> Tell() const override { return m_position; }
    bool closed() const override { return m_closed; }

    FileWriter& file() { return m_writer; }
    /// What Arrow's `status` says, as ours.
    Expected<void> checked(const arrow::Status& status) const
    {
        if (status.ok()) return {};
        if (m_error) return Unexpected{*m_error};
        return Unexpected{{.code = ErrorCode::Internal, .message = Text::verbatim(status.ToString())}};
    }

private:
    FileWriter m_writer;
    std::int64_t m_position{0};
    bool m_closed{false};
    std::optional<Error> m_error;
};

template <class T>
std::shared_ptr<arrow::Buffer> view(const std::vector<T>& values)
{
    return std::make_shared<arrow::Buffer>(reinterpret_cast<const std::uint8_t*>(values.data()),
                                           static_cast<std::int64_t>(values.size() * sizeof(T)));
}

std::shared_ptr<arrow::Buffer> validity(const std::vector<std::int64_t>& nulls, std::int64_t rows)
{
    if (nulls.empty()) return nullptr;
    std::string bits(static_cast<std::size_t>(rows + 7) / 8, '\xff');
    for (const auto row : nulls) {
        auto& byte = bits[static_cast<std::size_t>(row / 8)];
        byte = static_cast<char>(static_cast<unsigned char>(byte) & ~(1U << static_cast<unsigned>(row % 8)));
    }
    return arrow::Buffer::FromString(std::move(bits));
}

} // namespace

struct TableWriter::Output {
    explicit Output(FileWriter file)
        : sink{std::move(file)}
    {
    }

    Sink sink;
    std::shared_ptr<arrow::Schema> schema{};
    std::shared_ptr<arrow::KeyValueMetadata> footer{std::make_shared<arrow::KeyValueMetadata>()};
    std::shared_ptr<arrow::ipc::RecordBatchWriter> writer{};
};

TableWriter::TableWriter(std::filesystem::path file, std::uint64_t sourceBytes,
                         std::vector<std::string> columns)
    : m_file{std::move(file)}
    , m_sourceBytes{sourceBytes}
    , m_names{std::move(columns)}
    , m_columns(m_names.size())
{
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        m_index.emplace(m_names[i], i);
    }
}

TableWriter::~TableWriter() = default;

Expected<std::size_t> TableWriter::column(std::string_view name)
{
    if (const auto found = m_index.find(name); found != m_index.end()) return found->second;
    if (m_names.size() >= kMostColumns) {
        return Unexpected{{.code = ErrorCode::Limit,
                           .message = Text{QT_TRANSLATE_NOOP("core", "more than %1 columns"), kMostColumns}}};
    }
    m_index.emplace(name, m_names.size());
    m_names.emplace_back(name);
    m_late = m_late || m_output != nullptr;
    if (m_late) return m_names.size() - 1;
    Column& added = m_columns.emplace_back();
    for (std::int64_t row = 0; row < static_cast<std::int64_t>(m_lines.size()); ++row) {
        added.nulls.push_back(row);
        added.ends.push_back(0);
    }
    m_batchBytes += m_lines.size() * sizeof(std::int64_t);
    return m_names.size() - 1;
}

void TableWriter::put(std::size_t column, std::string_view text)
{
    if (m_late) return;
    Column& cells = m_columns[column];
    LUTHIER_ASSERT(cells.ends.size() == m_lines.size() + 1);
    cells.bytes.append(text);
    cells.ends.push_back(static_cast<std::int64_t>(cells.bytes.size()));
    m_batchBytes += text.size();
}

Expected<void> TableWriter::endRow(std::int64_t line)
{
    ++m_rows;
    if (m_late) return {};
    m_lines.push_back(line);
    for (Column& column : m_columns) {
        if (column.ends.size() > m_lines.size()) continue;
        column.nulls.push_back(static_cast<std::int64_t>(m_lines.size()) - 1);
        column.ends.push_back(static_cast<std::int64_t>(column.bytes.size()));
    }
    m_batchBytes += (m_columns.size() + 1) * sizeof(std::int64_t);
    const bool full = m_batchBytes >= kBatchBytes || m_lines.size() >= static_cast<std::size_t>(kBatchRows);
    return full ? flush() : Expected<void>{};
}

void TableWriter::setAside(ErrorCode code, Text message, std::int64_t line, std::int64_t column)
{
    ++m_setAsideRows;
    if (m_setAside.size() >= kMostSetAside) return;
    m_setAside.push_back({.code = std::string{errorName(code)},
                          .message = std::move(message),
                          .where = std::to_string(line) + ":" + std::to_string(column)});
}

Expected<void> TableWriter::openOutput()
{
    LUTHIER_TRY(auto file, FileWriter::create(m_file));
    m_output = std::make_unique<Output>(std::move(file));
    arrow::FieldVector fields;
    for (const auto& name : m_names) {
        fields.push_back(arrow::field(name, arrow::large_utf8()));
    }
    fields.push_back(arrow::field("line", arrow::int64(), /*nullable=*/false)); // told by its place: the last
    m_output->schema = arrow::schema(std::move(fields));
    auto options = arrow::ipc::IpcWriteOptions::Defaults();
    options.use_threads = false;
    // The footer is written last: what is put into its metadata until then stands there.
    auto writer = arrow::ipc::MakeFileWriter(&m_output->sink, m_output->schema, options, m_output->footer);
    LUTHIER_CHECK(m_output->sink.checked(writer.status()));
    m_output->writer = *writer;
    return {};
}

Expected<void> TableWriter::flush()
{
    if (m_output == nullptr) LUTHIER_CHECK(openOutput());
    const auto rows = static_cast<std::int64_t>(m_lines.size());
    std::vector<std::shared_ptr<arrow::ArrayData>> arrays;
    for (const Column& column : m_columns) {
        auto bytes = std::make_shared<arrow::Buffer>(std::string_view{column.bytes});
        arrays.push_back(arrow::ArrayData::Make(
            arrow::large_utf8(), rows, {validity(column.nulls, rows), view(column.ends), std::move(bytes)},
            static_cast<std::int64_t>(column.nulls.size())));
    }
    arrays.push_back(arrow::ArrayData::Make(arrow::int64(), rows, {nullptr, view(m_lines)}, 0));
    const auto batch = arrow::RecordBatch::Make(m_output->schema, rows, std::move(arrays));
    LUTHIER_CHECK(m_output->sink.checked(m_output->writer->WriteRecordBatch(*batch)));
    for (Column& column : m_columns) {
        column.bytes.clear();
        column.ends.assign(1, 0);
        column.nulls.clear();
    }
    m_lines.clear();
    m_batchBytes = 0;
    const auto written = static_cast<std::uint64_t>(*m_output->sink.Tell());
    if (written > kAlwaysAllowedBytes && written / kMostGrowth > m_sourceBytes) {
        return Unexpected{
            {.code = ErrorCode::Limit,
             .message
             = Text{QT_TRANSLATE_NOOP("core", "there are %1 columns, most of them empty in most rows"),
                    m_names.size()}}};
    }
    return {};
}

Expected<void> TableWriter::publish(Source source)
{
    LUTHIER_ASSERT(isComplete());
    source.setAside = std::move(m_setAside);
    if (m_setAsideRows > static_cast<std::int64_t>(source.setAside.size())) {
        const auto more = m_setAsideRows - static_cast<std::int64_t>(source.setAside.size());
        source.setAside.push_back(
            {.code = "more_set_aside",
             .message = Text{QT_TRANSLATE_NOOP("core", "%1 more rows could not be read"), more},
             .count = more});
    }
    if (!m_lines.empty()) LUTHIER_CHECK(flush());
    if (m_output == nullptr) LUTHIER_CHECK(openOutput());
    m_output->footer->Append(std::string{kSourceKey}, toJson(sourceToJson(source)));
    LUTHIER_CHECK(m_output->sink.checked(m_output->writer->Close()));
    return m_output->sink.file().publish();
}

} // namespace luthier::data
