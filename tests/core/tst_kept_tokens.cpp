// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as ids are made once: the next run reads them, as long as everything that they come from is the same.
#include "core/base/cache_file.h"
#include "core/data/kept_tokens.h"
#include "tests/support/byte_tokenizer.h"
#include "tests/support/data_folder.h"

using namespace luthier;
using data::Form;
using data::Keep;
using data::Part;
using test::ByteTokenizer;

class TestKeptTokens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theNextRunReadsThem_data();
    void theNextRunReadsThem();
    void whateverChangesThemIsAnotherKey_data();
    void whateverChangesThemIsAnotherKey();
    void anUnknownEncoderAndFewTokensKeepNothing();
    void rowsThatFailAreNotKept();
    void aFileThatDoesNotAddUpIsMadeAgain();

private:
    data::Tables tables() const { return {.train = m_folder->table("t.csv", m_text)}; }
    data::Prepared prepared(Form form) const;
    std::vector<std::filesystem::path> files() const { return entriesOf(cacheFilesFolder()); }

    std::unique_ptr<test::DataFolder> m_folder;
    std::string m_text;
};

namespace {

constexpr int kRows = 300;

/// Says which call made the ids: each has a first id of its own.
class Counted final : public ByteTokenizer {
public:
    explicit Counted(std::int32_t number)
        : m_number{number}
    {
    }
    tokenizer::Encoding encode(std::string_view text, bool special, bool offsets = false) const override
    {
        auto encoding = ByteTokenizer::encode(text, special, offsets);
        if (text.size() > 1) encoding.ids.front() = m_number;
        return encoding;
    }

private:
    std::int32_t m_number;
};

data::TextEncoder encoder(std::int32_t number, std::string identity = "ours")
{
    data::TextEncoder encoder{
        .tokenizer = std::make_shared<Counted>(number), .modelTokens = 2048, .identity = std::move(identity)};
    encoder.render = [tokenizer = encoder.tokenizer](
                         const data::Conversation& row) -> Expected<data::TokenisedConversation> {
        if (row.completion.starts_with("fail")) return Unexpected{{.message = "the template failed"}};
        auto ids = tokenizer->encode(row.completion, false).ids;
        return data::TokenisedConversation{.ids = std::move(ids), .learnFrom = 5};
    };
    return encoder;
}

data::TokenRows tokenised(const data::Tables& tables, const data::Prepared& prepared,
                          const data::TextEncoder& encoder, Keep keep = Keep::Ids)
{
    auto rows = data::tokenise(tables, prepared, Part::Train, encoder, keep);
    if (!rows) qFatal("%s", rows.error().message.english().c_str());
    return *std::move(rows);
}

} // namespace

void TestKeptTokens::init()
{
    m_folder = std::make_unique<test::DataFolder>();
    m_text = "text,label,weight\n";
    for (int i = 0; i < kRows; ++i) {
        m_text += std::string(100, static_cast<char>('a' + i % 26)) + std::to_string(i)
            + (i % 2 == 0 ? ",x,1\n" : ",y,0.5\n");
    }
}

data::Prepared TestKeptTokens::prepared(Form form) const
{
    data::Prepared result{.form = form, .labels = {"x", "y"}};
    result.roles = form == Form::Classes
        ? data::Roles{{"text", "text"}, {"label", "label"}, {"weight", "weight"}}
        : data::Roles{{"prompt", "label"}, {"completion", "text"}};
    for (std::int64_t row = 0; row < kRows; ++row) {
        result.split.train.push_back(row);
    }
    return result;
}

void TestKeptTokens::theNextRunReadsThem_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<bool>("withIds");
    QTest::newRow("classes") << static_cast<int>(Form::Classes) << true;
    QTest::newRow("answers") << static_cast<int>(Form::Answers) << true;
    QTest::newRow("lengths") << static_cast<int>(Form::Classes) << false;
}

void TestKeptTokens::theNextRunReadsThem()
{
    QFETCH(const int, form);
    QFETCH(const bool, withIds);
    const auto keep = withIds ? Keep::Ids : Keep::LengthsOnly;
    const auto all = prepared(static_cast<Form>(form));
    const auto first = tokenised(tables(), all, encoder(100), keep);
    QCOMPARE(files().size(), std::size_t{1});
    const auto second = tokenised(tables(), all, encoder(200), keep); // would make others
    QVERIFY(second.form == first.form);
    QVERIFY(second.rows == first.rows && second.ids == first.ids);
    QVERIFY(second.labels == first.labels && second.weights == first.weights);
    QVERIFY(second.frame.before == first.frame.before && second.frame.after == first.frame.after);
    QCOMPARE(second.lengths.size(), first.lengths.size());
    for (std::size_t i = 0; i < first.lengths.size(); ++i) {
        QCOMPARE(second.lengths[i].first, first.lengths[i].first);
        QCOMPARE(second.lengths[i].second, first.lengths[i].second);
    }
    if (withIds) QCOMPARE(second.ids.front(), 100);
}

void TestKeptTokens::whateverChangesThemIsAnotherKey_data()
{
    QTest::addColumn<QString>("what");
    for (const auto* what : {"encoder", "a byte of a row", "rows", "their order", "roles", "labels"}) {
        QTest::newRow(what) << QString{what};
    }
}

void TestKeptTokens::whateverChangesThemIsAnotherKey()
{
    QFETCH(const QString, what);
    auto all = prepared(Form::Classes);
    static_cast<void>(tokenised(tables(), all, encoder(100)));
    if (what == "a byte of a row") m_text[30] = 'Z';
    if (what == "rows") all.split.train.pop_back();
    if (what == "their order") std::swap(all.split.train[0], all.split.train[1]);
    if (what == "roles") all.roles.erase("weight");
    if (what == "labels") all.labels.push_back("z");
    const auto again = tokenised(tables(), all, encoder(200, what == "encoder" ? "theirs" : "ours"));
    QCOMPARE(again.ids.front(), 200);
    QCOMPARE(files().size(), std::size_t{2});
}

void TestKeptTokens::anUnknownEncoderAndFewTokensKeepNothing()
{
    auto few = prepared(Form::Classes);
    few.split.train.resize(100);
    static_cast<void>(tokenised(tables(), few, encoder(100)));
    static_cast<void>(tokenised(tables(), prepared(Form::Classes), encoder(100, "")));
    QVERIFY(files().empty());
}

void TestKeptTokens::rowsThatFailAreNotKept()
{
    m_text += "fail,x,1\n";
    auto all = prepared(Form::Answers);
    all.split.train.push_back(kRows);
    for (const auto number : {100, 200}) {
        const auto rows = tokenised(tables(), all, encoder(number));
        QCOMPARE(rows.ids.front(), number);
        QCOMPARE(rows.failed.size(), std::size_t{1}); // told each time
    }
    QVERIFY(files().empty());
}

void TestKeptTokens::aFileThatDoesNotAddUpIsMadeAgain()
{
    const auto all = prepared(Form::Classes);
    const auto key = data::keyOfTokens(tables(), all, Part::Train, encoder(100), Keep::Ids);
    // Whole by its sum, but with numbers of rows and ids that are not so.
    for (const std::uint64_t rows : {std::uint64_t{1}, std::uint64_t{1} << 60U, ~std::uint64_t{0}}) {
        auto writer = CacheWriter::create("tokens", key, 64);
        QVERIFY(writer);
        std::memcpy(writer->bytes().data(), &rows, sizeof(rows));
        QVERIFY(writer->publish());
        QVERIFY(!data::keptTokens(key, Form::Classes));
    }
    QCOMPARE(tokenised(tables(), all, encoder(200)).ids.front(), 200);
    QCOMPARE(tokenised(tables(), all, encoder(100)).ids.front(), 200);
}

QTEST_GUILESS_MAIN(TestKeptTokens)
#include "tst_kept_tokens.moc"
