// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_file.h"
#include "tests/support/tensor_bytes.h"

#include <array>
#include <cmath>

#include <QFile>
#include <QTest>

using namespace luthier;
using namespace luthier::checkpoint;
using namespace luthier::test;
namespace fs = std::filesystem;

static const std::string kFirst = "model-00001-of-00002.safetensors";
static const std::string kSecond = "model-00002-of-00002.safetensors";

/// A .safetensors of one U8 tensor for each name.
static std::string shard(std::initializer_list<std::string> names)
{
    std::string header = "{";
    std::size_t offset = 0;
    for (const auto& name : names) {
        header += (offset > 0 ? ",\"" : "\"") + name + R"(":{"dtype":"U8","shape":[1],"data_offsets":[)"
            + std::to_string(offset) + "," + std::to_string(offset + 1) + "]}";
        ++offset;
    }
    return safetensorsBytes(header + "}", std::string(offset, '\1'));
}

static std::string indexOf(const std::string& weightMap, const std::string& metadata = R"({"total_size":3})")
{
    return R"({"metadata":)" + metadata + R"(,"weight_map":)" + weightMap + "}";
}

static const std::string kMap
    = R"({"a":")" + kFirst + R"(","b":")" + kSecond + R"(","c":")" + kSecond + "\"}";

class TestTensorStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSingleFileIsEnough();
    void shardsAreOneModel();
    void theSingleFileGoesBeforeAnIndex();
    void aDisagreementIsNamed_data();
    void aDisagreementIsNamed();
    void everyMissingShardIsNamed();
    void onlyTheFirstFaultsAreListed();
    void oneGgufInAFolderIsTheModel();
    void pickleIsRefusedInPlainWords_data();
    void pickleIsRefusedInPlainWords();
    void aFolderWithoutAModelIsNamed();
    void theFirstBytesDecideWhereTheNameDoesNot();
    void malformedFilesAreRefusedAsTheReferenceSays_data();
    void malformedFilesAreRefusedAsTheReferenceSays();
    void miniLmOpens();
    void smolLmOpens();

private:
    fs::path sharded(const std::string& index, const std::string& second = shard({"b", "c"}))
    {
        m_scratch.file("sharded/" + kFirst, shard({"a"}));
        m_scratch.file("sharded/" + kSecond, second);
        return m_scratch.file("sharded/model.safetensors.index.json", index).parent_path();
    }
    Scratch m_scratch;
};

void TestTensorStore::aSingleFileIsEnough()
{
    const auto path = m_scratch.file("any name.safetensors", shard({"z", "y"}));
    const auto store = TensorStore::open(path);
    QVERIFY(store);
    QCOMPARE(store->entries().size(), std::size_t{2});
    QCOMPARE(store->entries()[0].info->name, std::string{"y"}); // sorted
    QVERIFY(store->find("z") != nullptr);
    QVERIFY(store->find("x") == nullptr);
    QCOMPARE(store->first().path(), path);
}

void TestTensorStore::shardsAreOneModel()
{
    const auto store = TensorStore::open(sharded(indexOf(kMap)));
    QVERIFY2(store, store ? "" : store.error().message.english().c_str());
    QCOMPARE(store->entries().size(), std::size_t{3});
    QCOMPARE(store->find("a")->file->path().filename().string(), kFirst);
    QCOMPARE(store->find("c")->file->path().filename().string(), kSecond);
    QVERIFY(TensorStore::open(sharded(R"({"weight_map":)" + kMap + "}"))); // nobody needs the total
}

void TestTensorStore::theSingleFileGoesBeforeAnIndex()
{
    const auto folder = m_scratch.file("both/model.safetensors", shard({"whole"})).parent_path();
    m_scratch.file("both/model.safetensors.index.json", "{}");
    const auto store = TensorStore::open(folder);
    QVERIFY(store);
    QVERIFY(store->find("whole") != nullptr);
}

void TestTensorStore::aDisagreementIsNamed_data()
{
    QTest::addColumn<std::string>("index");
    QTest::addColumn<std::string>("second");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    const auto second = shard({"b", "c"});
    const auto row = [&](const char* name, const std::string& index, ErrorCode code, const char* word) {
        QTest::newRow(name) << index << second << code << QString{word};
    };
    const auto file = [&](const char* name, const std::string& place) {
        row(name, indexOf(R"({"a":")" + place + "\"}"), ErrorCode::BadName, "'a'");
    };
    row("no JSON", "{\n\"weight_map\": }", ErrorCode::BadJson, "index.json:2:15");
    row("no object", "[]", ErrorCode::WrongType, "object");
    row("no map", R"({"metadata":{}})", ErrorCode::MissingField, "weight_map");
    row("map is a list", indexOf("[]"), ErrorCode::WrongType, "weight_map");
    row("map is empty", indexOf("{}"), ErrorCode::Inconsistent, "no tensor");
    row("tensor twice", indexOf(R"({"a":"x","a":"x"})"), ErrorCode::DuplicateKey, "'a'");
    row("file is a number", indexOf(R"({"a":2})"), ErrorCode::WrongType, "'a'");
    file("folder above", "../x.safetensors");
    file("from the root", "/x.safetensors");
    file("backslash", R"(..\\x.safetensors)");
    file("drive", "C:x.safetensors");
    file("dots", "..");
    file("no name", "");
    file("zero byte", R"(x\u0000.safetensors)");
    row("metadata is a list", indexOf(kMap, "[]"), ErrorCode::WrongType, "metadata");
    row("negative total", indexOf(kMap, R"({"total_size":-1})"), ErrorCode::BadNumber, "-1");
    row("fraction", indexOf(kMap, R"({"total_size":3.0})"), ErrorCode::BadNumber, "3.0");
    row("other total", indexOf(kMap, R"({"total_size":4})"), ErrorCode::Inconsistent, "4 bytes");
    row("tensor absent", indexOf(R"({"a":")" + kFirst + R"(","q":")" + kSecond + "\"}"),
        ErrorCode::MissingTensor, "'q'");
    row("tensor not listed", indexOf(R"({"a":")" + kFirst + R"(","b":")" + kSecond + "\"}"),
        ErrorCode::Inconsistent, "'c'");
    QTest::newRow("tensor in two files")
        << indexOf(kMap) << shard({"b", "c", "a"}) << ErrorCode::Inconsistent << QString{"'a'"};
    QTest::newRow("broken shard") << indexOf(kMap) << second.substr(0, second.size() - 1)
                                  << ErrorCode::Truncated << QString::fromStdString(kSecond);
}

void TestTensorStore::aDisagreementIsNamed()
{
    QFETCH(std::string, index);
    QFETCH(std::string, second);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    const auto store = TensorStore::open(sharded(index, second));
    QVERIFY(!store);
    QCOMPARE(errorName(store.error().code), errorName(code));
    const auto words = QString::fromStdString(store.error().message.english() + " " + store.error().where);
    QVERIFY2(words.contains(word), qPrintable(words));
    QVERIFY(words.contains(QString::fromStdString(m_scratch.path("sharded").string())));
}

void TestTensorStore::everyMissingShardIsNamed()
{
    const auto folder = m_scratch.file("absent/model.safetensors.index.json", indexOf(kMap)).parent_path();
    const auto store = TensorStore::open(folder);
    QVERIFY(!store);
    QCOMPARE(errorName(store.error().code), errorName(ErrorCode::MissingFile));
    QCOMPARE(store.error().message.english(), kFirst + " is named in the index but absent");
    QCOMPARE(store.error().others.size(), std::size_t{1});
    QCOMPARE(store.error().others[0].where, (folder / kSecond).string());
}

void TestTensorStore::onlyTheFirstFaultsAreListed()
{
    std::string map = R"({"a":")" + kFirst + "\"";
    for (int i = 0; i < 30; ++i) {
        map += ",\"absent" + std::to_string(i) + R"(":")" + kSecond + "\"";
    }
    const auto store = TensorStore::open(sharded(indexOf(map + "}")));
    QVERIFY(!store);
    QCOMPARE(errorName(store.error().code), errorName(ErrorCode::MissingTensor));
    QCOMPARE(store.error().others.size(), std::size_t{19});
    QVERIFY(store.error().hint.english().starts_with("10 more"));
}

void TestTensorStore::oneGgufInAFolderIsTheModel()
{
    const auto folder
        = m_scratch.file("gguf/tiny.GGUF", GgufBytes{}.tensor("t", {1}, 0, 0).bytes("1234")).parent_path();
    const auto store = TensorStore::open(folder);
    QVERIFY(store);
    QVERIFY(store->first().isGguf());
    m_scratch.file("gguf/other.gguf", GgufBytes{}.bytes());
    const auto two = TensorStore::open(folder);
    QVERIFY(!two);
    QCOMPARE(errorName(two.error().code), errorName(ErrorCode::MissingFile));
    QVERIFY(two.error().message.english().find("2 GGUF files") != std::string::npos);
}

void TestTensorStore::pickleIsRefusedInPlainWords_data()
{
    QTest::addColumn<QString>("open"); // the folder, or the file in it
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::string>("bytes");
    const auto zip = std::string{"PK\x03\x04"} + std::string(26, '\0') + "archive/data.pkl";
    const std::string stream{"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."};
    QTest::newRow("folder") << ""
                            << "pytorch_model.bin" << zip;
    QTest::newRow("file") << "pytorch_model.bin"
                          << "pytorch_model.bin" << zip;
    QTest::newRow("ending") << "model.PT"
                            << "model.PT" << std::string{"anything"};
    QTest::newRow("zip") << "weights"
                         << "weights" << zip;
    QTest::newRow("stream") << "weights.dat"
                            << "weights.dat" << stream;
}

void TestTensorStore::pickleIsRefusedInPlainWords()
{
    QFETCH(QString, open);
    QFETCH(QString, name);
    QFETCH(std::string, bytes);
    const std::string folder = std::string{"pickle "} + QTest::currentDataTag();
    m_scratch.file(folder + "/" + name.toStdString(), bytes);
    m_scratch.file(folder + "/config.json", "{}");
    const auto store = TensorStore::open(m_scratch.path(folder) / open.toStdString());
    QVERIFY(!store);
    QCOMPARE(errorName(store.error().code), errorName(ErrorCode::Unsupported));
    const auto words = QString::fromStdString(store.error().message.english());
    QVERIFY2(words.contains(name) && words.contains("pickle"), qPrintable(words));
    QVERIFY(store.error().hint.english().find("safetensors") != std::string::npos);
}

void TestTensorStore::aFolderWithoutAModelIsNamed()
{
    const auto folder = m_scratch.file("empty/config.json", "{}").parent_path();
    const auto store = TensorStore::open(folder);
    QVERIFY(!store);
    QCOMPARE(errorName(store.error().code), errorName(ErrorCode::MissingFile));
    QCOMPARE(store.error().where, folder.string());
    const auto nowhere = TensorStore::open(m_scratch.path("nowhere"));
    QVERIFY(!nowhere);
    QCOMPARE(errorName(nowhere.error().code), errorName(ErrorCode::NotFound));
}

void TestTensorStore::theFirstBytesDecideWhereTheNameDoesNot()
{
    const auto gguf = TensorFile::open(m_scratch.file("sha256-0", GgufBytes{}.bytes()));
    QVERIFY(gguf);
    QVERIFY((*gguf)->isGguf());
    const auto safetensors = TensorFile::open(m_scratch.file("sha256-1", shard({"a"})));
    QVERIFY(safetensors);
    QVERIFY(!(*safetensors)->isGguf());
    const auto text = TensorFile::open(m_scratch.file("notes.txt", "a few words about a model"));
    QVERIFY(!text);
    QCOMPARE(errorName(text.error().code), errorName(ErrorCode::BadMagic));
}

void TestTensorStore::malformedFilesAreRefusedAsTheReferenceSays_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code"); // "accept" where the file is fine
    QFile manifest{TEST_DATA "/malformed_tensors/manifest.jsonl"};
    QVERIFY(manifest.open(QIODevice::ReadOnly));
    int rows = 0;
    while (!manifest.atEnd()) {
        const auto row = parseJson(manifest.readLine().toStdString(), "manifest.jsonl");
        QVERIFY(row);
        fs::path path = fs::path{TEST_DATA "/malformed_tensors"} / (*row)["file"].get<std::string>();
        if ((*row)["format"] == "index") path = path.parent_path();
        const auto& code = (*row)["code"];
        QTest::newRow((*row)["file"].get<std::string>().c_str())
            << QString::fromStdString(path.string())
            << QString::fromStdString(code.is_null() ? "accept" : code.get<std::string>());
        ++rows;
    }
    QCOMPARE(rows, 304);
}

void TestTensorStore::malformedFilesAreRefusedAsTheReferenceSays()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    const auto store = TensorStore::open(path.toStdString());
    const auto name = store ? std::string_view{"accept"} : errorName(store.error().code);
    QCOMPARE(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), code);
    if (!store) QVERIFY(!store.error().message.empty() && !store.error().where.empty());
}

/// Four numbers of a tensor, and the sum of all.
struct Sample {
    std::string name;
    std::vector<std::int64_t> shape;
    std::string dtype;
    std::array<float, 4> numbers; // at 0, 1, 33 and the end
    double sum;
};

static void compare(const TensorStore& store, const Sample& sample)
{
    const auto* entry = store.find(sample.name);
    QVERIFY2(entry != nullptr, sample.name.c_str());
    QCOMPARE(entry->info->shape, sample.shape);
    QCOMPARE(entry->info->dtypeText, sample.dtype);
    std::vector<float> values(static_cast<std::size_t>(entry->info->count()));
    QVERIFY(decode(*entry->info, entry->file->bytes(*entry->info), values));
    const std::array read{values[0], values[1], values[33], values.back()};
    QVERIFY(read == sample.numbers); // QCOMPARE would allow a difference
    double sum = 0;
    for (const float value : values) {
        sum += static_cast<double>(value);
    }
    QVERIFY2(std::abs(sum - sample.sum) < 1e-6 * static_cast<double>(values.size()),
             qPrintable(QString::number(sum, 'g', 17)));
    entry->file->release(*entry->info); // what is let go comes back from the disk
    std::vector<float> again(values.size());
    QVERIFY(decode(*entry->info, entry->file->bytes(*entry->info), again));
    QVERIFY(again == values);
}

// The numbers: safetensors 0.8.0 and gguf 0.19.0 in Python, see tests/data/README.md.
void TestTensorStore::miniLmOpens()
{
    const auto store = TensorStore::open(DEPS_DIR "/models/all-MiniLM-L6-v2");
    QVERIFY2(store, store ? "" : store.error().where.c_str());
    QCOMPARE(store->entries().size(), std::size_t{104});
    QCOMPARE(store->first().metadata().value("format", ""), std::string{"pt"});
    for (int i = 0; i < 6; ++i) {
        const auto layer = "encoder.layer." + std::to_string(i) + ".";
        for (const char* part :
             {"attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
              "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"}) {
            QVERIFY(store->find(layer + part + ".weight") != nullptr);
            QVERIFY(store->find(layer + part + ".bias") != nullptr);
        }
    }
    compare(*store,
            {"embeddings.word_embeddings.weight",
             {30522, 384},
             "F32",
             {-0x1.478p-6F, -0x1.bep-9F, 0x1.9ecp-10F, 0x1.2b80f2p-8F},
             138.05072214923618});
    compare(*store,
            {"encoder.layer.5.output.dense.weight",
             {384, 1536},
             "F32",
             {-0x1.cf3a48p-5F, 0x1.43bdeap-7F, 0x1.eb3b54p-5F, 0x1.42feccp-10F},
             -53.19849107446487});
    compare(*store, {"embeddings.position_ids", {1, 512}, "I64", {0, 1, 33, 511}, 130816});
}

void TestTensorStore::smolLmOpens()
{
    const auto store = TensorStore::open(DEPS_DIR "/models/SmolLM2-135M-Instruct.Q4_1.gguf");
    QVERIFY2(store, store ? "" : store.error().where.c_str());
    QCOMPARE(store->entries().size(), std::size_t{272});
    std::int64_t numbers = 0;
    for (const auto& entry : store->entries()) {
        numbers += entry.info->count();
    }
    QCOMPARE(numbers, 134'515'008);
    for (int i = 0; i < 30; ++i) {
        for (const char* part : {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm",
                                 "ffn_gate", "ffn_up", "ffn_down"}) {
            QVERIFY(store->find("blk." + std::to_string(i) + "." + part + ".weight") != nullptr);
        }
    }
    compare(*store,
            {"token_embd.weight",
             {49152, 576},
             "Q8_0",
             {-0x1.b468p-4F, 0x1.0e28p-5F, -0x1.35fcp-3F, -0x1.55ap-5F},
             -15353.04449415207});
    compare(*store,
            {"blk.0.attn_q.weight",
             {576, 576},
             "Q4_1",
             {-0x1.8a8p-4F, 0x1.424p-3F, 0x1.516p-2F, -0x1.06p-2F},
             59.22322082519531});
    compare(*store,
            {"blk.29.ffn_down.weight",
             {576, 1536},
             "Q4_1",
             {-0x1.17ep-2F, 0x1.7d8p-3F, -0x1.168p-6F, 0x1.dp-5F},
             49.83570861816406});
    const auto tokens = metadataValue<std::vector<std::string>>(store->first(), "tokenizer.ggml.tokens");
    QVERIFY(tokens);
    QCOMPARE(tokens->size(), std::size_t{49152});
    QCOMPARE((*tokens)[198], std::string{"\xC4\x8A"});
    const auto merges = metadataValue<std::vector<std::string>>(store->first(), "tokenizer.ggml.merges");
    QVERIFY(merges);
    QCOMPARE(merges->back(), std::string{"ect able"});
    QCOMPARE(*metadataValue<std::string>(store->first(), "tokenizer.ggml.pre"), std::string{"smollm"});
}

QTEST_GUILESS_MAIN(TestTensorStore)
#include "tst_tensor_store.moc"
