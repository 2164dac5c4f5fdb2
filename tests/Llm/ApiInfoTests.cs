using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ApiInfoTests
{
    const string Example = """
        [{"Name":"ExampleAI","ApiKeyEnv":"EXAMPLE_API_KEY","URL":"https://api.example.test/v1","Metadata":{},
          "models":[{"Name":"Example Chat","Id":"ex-chat-1","Type":"chat"},
                    {"Name":"Example Think","Id":"ex-think-1","Type":"reasoner","URL":"https://think.example.test/v1","ApiKeyEnv":"THINK_KEY"}]}]
        """;

    const string Shipped = """
        [
          {
            "Name": "Deepseek",
            "ApiKeyEnv": "DEEPSEEK_API_KEY",
            "URL": "https://api.deepseek.com/v1",
            "models": [
              { "Name": "Deepseek R1", "Id": "deepseek-reasoner", "Type": "reasoner" },
              { "Name": "Deepseek V3", "Id": "deepseek-chat", "Type": "chat" },
              { "Name": "Deepseek Coder", "Id": "deepseek-coder", "Type": "coder" }
            ]
          },
          {
            "Name": "Chutes.ai",
            "ApiKeyEnv": "CHUTES_API_KEY",
            "URL": "https://llm.chutes.ai/v1",
            "models": [ { "Name": "Prover", "Id": "deepseek-ai/DeepSeek-Prover-V2-671B", "Type": "prover" } ]
          }
        ]
        """;

    [Fact]
    public void Models_take_what_they_do_not_say_from_their_provider()
    {
        var models = Parse(Example).Models;

        Assert.Equal(
            [
                ("Example Chat", "ex-chat-1", "chat", "ExampleAI", "https://api.example.test/v1", "EXAMPLE_API_KEY"),
                ("Example Think", "ex-think-1", "reasoner", "ExampleAI", "https://think.example.test/v1", "THINK_KEY"),
            ],
            models.Select(model => (model.Name, model.Id, model.Type, model.ProviderName, model.BaseUrl!.ToString(), string.Join(",", model.ApiKeyVariables))));
        Assert.All(models, model => Assert.False(model.IsParrot));
    }

    [Fact]
    public void The_file_that_came_with_the_original_is_read()
    {
        var info = Parse(Shipped);

        Assert.Equal(["reasoner", "chat", "coder", "prover"], info.Models.Select(model => model.Type));
        Assert.Equal(PrefixStyle.Prefix, info.Find("chat")[0].Profile.Prefix);
        Assert.Equal(ProviderProfile.Generic, info.Find("prover")[0].Profile);
    }

    [Theory]
    [InlineData("chat", "a,b")]
    [InlineData("CHAT", "a,b")]
    [InlineData("Big", "a")]
    [InlineData("dup", "b,c")]
    [InlineData("c", "c")]
    [InlineData("coder", "c")]
    [InlineData("nobody", "")]
    [InlineData("", "")]
    public void A_model_is_found_by_type_then_name_then_id(string wanted, string ids)
    {
        var info = Parse("""
            [{"Name":"P","URL":"http://localhost/v1","models":[
              {"Id":"a","Type":"Chat","Name":"big"},
              {"Id":"b","Type":"chat","Name":"dup"},
              {"Id":"c","Type":"coder","Name":"dup"},
              {"Id":"coder","Type":"","Name":"other"}]}]
            """);

        Assert.Equal(ids, string.Join(',', info.Find(wanted).Select(model => model.Id)));
    }

    [Fact]
    public void What_is_missing_has_sensible_substitutes()
    {
        var model = Parse("""[{"URL":" http://localhost:11434/v1/ ","models":[{"Id":"qwen3","Type":null,"Extra":[1]}],"later":{"x":1}}]""").Models[0];

        Assert.Equal(("qwen3", "", "localhost", ""), (model.Name, model.Type, model.ProviderName, string.Concat(model.ApiKeyVariables)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""[{"Name":"x","models":[]}]""")]
    [InlineData("\uFEFF[]")]
    public void A_file_without_models_is_a_file(string json) => Assert.Empty(Parse(json).Models);

    [Theory]
    [InlineData("{}", "m.json: the top level: found an object, wanted an array of providers.")]
    [InlineData("", "m.json: the file is empty, wanted an array of providers.")]
    [InlineData(" \n", "m.json: the file is empty, wanted an array of providers.")]
    [InlineData("[5]", "m.json: [0]: found the number 5, wanted a provider, an object.")]
    [InlineData("""[{"models":{}}]""", "m.json: [0].models: found an object, wanted an array of models.")]
    [InlineData("""[{"models":["x"]}]""", "m.json: [0].models[0]: found a string, wanted a model, an object.")]
    [InlineData("""[{"Name":true}]""", "m.json: [0].Name: found true, wanted a string.")]
    [InlineData("""[{"Metadata":"x"}]""", "m.json: [0].Metadata: found a string, wanted any notes of yours, an object.")]
    [InlineData("""[{"URL":"http://h","models":[{"Id":"a"},{"Id":""}]}]""",
        "m.json: [0].models[1].Id: found nothing, wanted the name by which the provider knows the model.")]
    [InlineData("""[{},{"models":[{"Id":"a"}]}]""",
        "m.json: [1].models[0].URL: found nothing, wanted the base address of the API, such as \"https://api.example.com/v1\", here or in [1].URL.")]
    [InlineData("""[{"URL":"api.example.com/v1","models":[{"Id":"a"}]}]""",
        "m.json: [0].URL: found \"api.example.com/v1\", wanted the base address of the API, such as \"https://api.example.com/v1\".")]
    [InlineData("""[{"models":[{"Id":"a","URL":"ftp://h/"}]}]""",
        "m.json: [0].models[0].URL: found \"ftp://h/\", wanted the base address of the API, such as \"https://api.example.com/v1\".")]
    [InlineData("""[{"models":[{"Id":"a","URL":"http://h/v1/chat/completions"}]}]""",
        "m.json: [0].models[0].URL: found \"http://h/v1/chat/completions\", wanted the address without /chat/completions, which is added to it.")]
    [InlineData("""[{"models":[{"Id":"a","Url":"http://h/"}]}]""", "m.json: [0].models[0].Url: this member is written \"URL\"; letter case counts.")]
    [InlineData("""[{"Models":[]}]""", "m.json: [0].Models: this member is written \"models\"; letter case counts.")]
    [InlineData("""[{"URL":"http://h","ApiKeyEnv":"sk-123456","models":[{"Id":"a"}]}]""",
        "m.json: [0].ApiKeyEnv: found what looks like a key (not shown), wanted the name of the environment variable that holds it.")]
    [InlineData("""[{"Name":"\ud800"}]""", "m.json: [0].Name: found half of a surrogate pair, wanted whole characters.")]
    public void A_wrong_file_is_told_what_is_wrong_and_where(string json, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ApiInfoException>(() => Parse(json)).Message);

    [Theory]
    [InlineData("[\n  {\"Name\": \"你好\",, }\n]", "m.json: line 2, column 17: this is not JSON:")]
    [InlineData("[{}", "m.json: line 1, column 4: this is not JSON:")]
    [InlineData("[] []", "m.json: line 1, column 4: this is not JSON:")]
    [InlineData("[\r\n\r\n{'Name':1}]", "m.json: line 3, column 2: this is not JSON:")]
    public void Broken_json_is_told_line_and_column(string json, string beginning)
    {
        var message = Assert.Throws<ApiInfoException>(() => Parse(json)).Message;

        Assert.StartsWith(beginning, message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_encoding_is_named() =>
        Assert.Equal(
            "m.json: the file is not UTF-8; save it in that encoding.",
            Assert.Throws<ApiInfoException>(() => ApiInfo.Parse(Encoding.Unicode.GetPreamble(), "m.json")).Message);

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "none.json");
            Assert.StartsWith($"{path}: there is no such file", Assert.Throws<ApiInfoException>(() => ApiInfo.Load(path)).Message, StringComparison.Ordinal);
            Assert.StartsWith(
                $"{folder.FullName}: the models file cannot be read", Assert.Throws<ApiInfoException>(() => ApiInfo.Load(folder.FullName)).Message, StringComparison.Ordinal);

            File.WriteAllText(path, Example);
            Assert.Equal(2, ApiInfo.Load(path).Models.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_parrot_answers_to_every_type_once()
    {
        var info = ApiInfo.Parrot(["chat", "reasoner", "Chat", "coder"]);

        Assert.Equal(["chat", "reasoner", "coder"], info.Models.Select(model => model.Type));
        Assert.All(info.Models, model => Assert.True(model.IsParrot));
        Assert.Equal("reasoner", Assert.Single(info.Find("REASONER")).Type);
    }

    static ApiInfo Parse(string json) => ApiInfo.Parse(Encoding.UTF8.GetBytes(json), "m.json");
}
