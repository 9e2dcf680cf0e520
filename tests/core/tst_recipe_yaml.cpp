// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/config/recipe_yaml.h"
#include "core/config/sections.h"

#include <algorithm>

#include <QTemporaryDir>
#include <QTest>

using namespace luthier;
using namespace luthier::config;

static const std::string kRecipe = R"(luthier: 1
name: Bank questions
task: text-classification
model: all-MiniLM-L6-v2
data:
  train: train.csv
  validation: {split: 0.2}
  format: {name: csv, delimiter: ";"}
  columns: {text: text, label: category}
method:
  name: lora
  rank: 8
layers:
  freeze: [embeddings]
train:
  epochs: 2
  learning_rate: 2e-4
)";

class TestRecipeYaml : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTheContractShows();
    void writesWhatItReads();
    void anOverrideReplacesAValue();
    void structuralFaultsAreNamedTogether();
    void brokenYamlIsNamedWithItsPlace_data();
    void brokenYamlIsNamedWithItsPlace();
    void faultsOfValuesPointIntoTheFile();
    void faultsOfAllSectionsComeInTheFilesOrder();
    void everythingCanBeWrittenOut();
    void aDraftMayBeUnfinished();
    void everyFieldHasHelp();
    void shippedRecipesAreSound();
};

void TestRecipeYaml::readsWhatTheContractShows()
{
    const auto recipe = recipeFromYaml(kRecipe, "folder/recipe.yaml");
    QVERIFY(recipe);
    QCOMPARE(recipe->name, std::string{"Bank questions"});
    QCOMPARE(recipe->method.name, std::string{"lora"});
    QCOMPARE(recipe->method.settings.at("rank").text, std::string{"8"});
    QCOMPARE(recipe->method.settings.at("rank").place, std::string{"folder/recipe.yaml:12:3"});
    QCOMPARE(recipe->format.name, std::string{"csv"});
    QCOMPARE(recipe->format.settings.at("delimiter").text, std::string{";"});
    QCOMPARE(recipe->resolve("train.csv").string(), std::string{"folder/train.csv"});
    const auto values = checked(*recipe, {});
    QVERIFY(!values); // no method is registered here, so rank is nobody's
    QCOMPARE(values.error().code, ErrorCode::UnknownField);
}

void TestRecipeYaml::writesWhatItReads()
{
    const auto recipe = recipeFromYaml(kRecipe, "recipe.yaml");
    QVERIFY(recipe);
    const auto again = recipeFromYaml(recipeToYaml(*recipe), "recipe.yaml");
    QVERIFY(again);
    QVERIFY(again->data == recipe->data && again->train == recipe->train && again->layers == recipe->layers);
    QVERIFY(again->method == recipe->method && again->format == recipe->format);
}

void TestRecipeYaml::anOverrideReplacesAValue()
{
    const std::vector<Override> overrides{
        {"train.epochs", "7"}, {"data.validation", "none"}, {"train.class_weights", "{a: 2}"}};
    const auto recipe = recipeFromYaml(kRecipe, "recipe.yaml", overrides);
    QVERIFY(recipe);
    QCOMPARE(recipe->train.at("epochs").text, std::string{"7"});
    QCOMPARE(recipe->data.at("validation").text, std::string{"none"});
    QCOMPARE(recipe->train.at("class_weights").find("a")->text, std::string{"2"});
}

void TestRecipeYaml::structuralFaultsAreNamedTogether()
{
    const auto recipe
        = recipeFromYaml("luthier: 2\ntaks: x\nmodel: m\ntrain: 3\ndata: {train: a}\n", "r.yaml");
    QVERIFY(!recipe);
    std::vector<std::string> places{recipe.error().where};
    for (const Error& other : recipe.error().others) {
        places.push_back(other.where);
    }
    QCOMPARE(places, (std::vector<std::string>{"r.yaml:1:1", "r.yaml:2:1", "r.yaml:4:1", "r.yaml"}));
    QCOMPARE(recipe.error().others.front().hint.english(), std::string{"did you mean 'task'?"});
}

void TestRecipeYaml::brokenYamlIsNamedWithItsPlace_data()
{
    QTest::addColumn<std::string>("yaml");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("unclosed") << std::string{"a: [1, 2\nb: 3\n"} << ErrorCode::BadYaml;
    QTest::newRow("bytes") << std::string{"a: \xFF\n"} << ErrorCode::BadUtf8;
    QTest::newRow("deep") << std::string(5000, '[') << ErrorCode::BadYaml;
    QTest::newRow("long") << std::string(2'000'000, 'a') << ErrorCode::Limit;
    QTest::newRow("twice") << std::string{"luthier: 1\ntask: t\ntask: u\nmodel: m\ndata: {train: a}\n"}
                           << ErrorCode::DuplicateKey;
    QTest::newRow("laughs")
        << std::string{"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
                       "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n"
                       "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n"}
        << ErrorCode::TooDeep;
}

void TestRecipeYaml::brokenYamlIsNamedWithItsPlace()
{
    QFETCH(std::string, yaml);
    QFETCH(ErrorCode, code);
    const auto recipe = recipeFromYaml(yaml, "r.yaml");
    QVERIFY(!recipe);
    std::vector<Error> faults{recipe.error()}; // the laughing recipe has keys that nobody knows, too
    faults.insert(faults.end(), recipe.error().others.begin(), recipe.error().others.end());
    const auto fault = std::ranges::find(faults, code, &Error::code);
    QVERIFY2(fault != faults.end(), std::string{errorName(recipe.error().code)}.c_str());
    QVERIFY(fault->where.starts_with("r.yaml"));
}

void TestRecipeYaml::faultsOfValuesPointIntoTheFile()
{
    auto yaml = kRecipe;
    yaml += "  epochs_: 4\n  warmup: 3\n";
    auto recipe = recipeFromYaml(yaml, "r.yaml");
    QVERIFY(recipe);
    recipe->method.settings.clear();
    recipe->format.settings.clear();
    const auto values = checked(*recipe, {});
    QVERIFY(!values);
    QCOMPARE(values.error().where, std::string{"r.yaml:18:3"});
    QCOMPARE(values.error().others.at(0).where, std::string{"r.yaml:19:3"});
}

void TestRecipeYaml::faultsOfAllSectionsComeInTheFilesOrder()
{
    const std::vector<Override> overrides{{"data.test", "{share: 1}"}};
    const auto recipe = recipeFromYaml("luthier: 1\nexport: {verify_rows: x}\ntrain:\n  steps: x\n"
                                       "  seed: x\n  warmup: 7\n  shuffle: maybe\n  seeed: 3\n"
                                       "task: t\nmodel: m\ndata: {train: a, split_by: luck, tests: b}\n",
                                       "r.yaml", overrides);
    QVERIFY(recipe);
    const auto values = checked(*recipe, {});
    QVERIFY(!values);
    std::vector<std::string> places{values.error().where};
    for (const Error& other : values.error().others) {
        places.push_back(other.where);
    }
    QCOMPARE(places,
             (std::vector<std::string>{"r.yaml:2:10", "r.yaml:4:3", "r.yaml:5:3", "r.yaml:6:3", "r.yaml:7:3",
                                       "r.yaml:8:3", "r.yaml:11:18", "r.yaml:11:34", "--set data.test"}));
}

void TestRecipeYaml::everythingCanBeWrittenOut()
{
    auto recipe = recipeFromYaml(kRecipe, "recipe.yaml");
    QVERIFY(recipe);
    recipe->method.settings.clear();
    recipe->format.settings.clear();
    const auto values = checked(*recipe, {});
    QVERIFY(values);
    const auto yaml = recipeToYaml(writtenOut(*values));
    for (const Section& section : sections()) {
        for (const Field& field : section.fields) {
            QVERIFY2(yaml.find(std::string{field.key} + ":") != std::string::npos,
                     std::string{field.key}.c_str());
        }
    }
    const auto again = recipeFromYaml(yaml, "recipe.yaml");
    QVERIFY2(again, again ? "" : again.error().message.english().c_str());
    const auto checkedAgain = checked(*again, {});
    QVERIFY2(checkedAgain, checkedAgain ? "" : checkedAgain.error().message.english().c_str());
    QCOMPARE(recipeToYaml(writtenOut(*checkedAgain)), yaml);
}

void TestRecipeYaml::everyFieldHasHelp()
{
    for (const Section& section : sections()) {
        for (const Field& field : section.fields) {
            QVERIFY2(!field.label.empty() && field.help.ends_with('.'), std::string{field.key}.c_str());
        }
    }
}

void TestRecipeYaml::shippedRecipesAreSound()
{
    int recipes = 0;
    for (const auto* folder : {"resources/recipes", "resources/example"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator{std::filesystem::path{SOURCE_DIR} / folder}) {
            if (entry.path().extension() != ".yaml") continue;
            const auto recipe = readRecipe(entry.path());
            QVERIFY2(recipe, recipe ? "" : recipe.error().message.english().c_str());
            ++recipes;
        }
    }
    QVERIFY(recipes >= 4);
}

void TestRecipeYaml::aDraftMayBeUnfinished()
{
    const QTemporaryDir folder;
    const auto file = std::filesystem::path{folder.path().toStdString()} / "recipe.yaml";
    const Recipe empty{.name = "Ward notes"};
    QVERIFY(writeFile(file, recipeToYaml(empty)));
    const auto draft = readDraft(file);
    QVERIFY(draft);
    QCOMPARE(draft->name, std::string{"Ward notes"});
    QVERIFY(draft->task.name.empty() && draft->model.name.empty() && draft->method.name.empty());
    QVERIFY(!readRecipe(file)); // to run it, all of that must be there

    QVERIFY(writeFile(file, "luthier: 1\nmodle: x\n"));
    const auto faulty = readDraft(file);
    QVERIFY(!faulty);
    QCOMPARE(faulty.error().code, ErrorCode::UnknownField);
}

QTEST_GUILESS_MAIN(TestRecipeYaml)
#include "tst_recipe_yaml.moc"
