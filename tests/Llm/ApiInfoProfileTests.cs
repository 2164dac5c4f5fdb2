using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ApiInfoProfileTests
{
    [Fact]
    public void Every_member_changes_one_point_and_a_models_comes_before_its_providers()
    {
        var model = Parse("""
            "Profile":"vllm","TokenLimit":"none","StreamOptions":false,"Streaming":"never","NamePolicy":"strip","SystemRole":"developer",
            "AlternateRoles":true,"Prefix":"partial","PrefixURL":"https://x.example/beta","Thinking":true,"ThinkingStyle":"thinking",
            "ReasoningReplay":"never","Omit":["stop"],"FirstTokenTimeout":5,"IdleTimeout":2.5,"ApiKeyEnv":"A","ApiKeyEnvs":["B","A","C"],
            """, "\"NamePolicy\":\"in content\",\"Omit\":[\"top_p\"],\"IdleTimeout\":1,");

        Assert.Equal(new ProviderProfile
        {
            TokenLimit = TokenLimitField.None,
            Streaming = Streaming.Never,
            Names = NamePolicy.FoldIntoContent,
            SystemRole = SystemRole.Developer,
            Alternates = true,
            Prefix = PrefixStyle.Partial,
            PrefixBaseUrl = new("https://x.example/beta"),
            Thinking = true,
            ThinkingStyle = ThinkingStyle.ThinkingType,
            Replay = ReasoningReplay.Never,
            Omit = model.Profile.Omit,
        }, model.Profile);
        Assert.Equal(["stop", "top_p"], model.Profile.Omit);
        Assert.Equal(["A", "B", "C"], model.ApiKeyVariables);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)), (model.FirstTokenTimeout, model.IdleTimeout));
    }

    [Theory]
    [InlineData("openai", "MaxCompletionTokens", "None")]
    [InlineData("deepseek", "MaxTokens", "Prefix")]
    [InlineData("qwen", "MaxTokens", "Partial")]
    [InlineData("moonshot", "MaxCompletionTokens", "Partial")]
    [InlineData("zhipu", "MaxTokens", "None")]
    [InlineData("mistral", "MaxTokens", "Prefix")]
    [InlineData("ollama", "MaxTokens", "Implicit")]
    [InlineData("vllm", "MaxTokens", "ContinueFinalMessage")]
    [InlineData("llama.cpp", "MaxTokens", "Implicit")]
    [InlineData("generic", "MaxTokens", "None")]
    public void A_profile_can_be_named(string name, string limit, string prefix)
    {
        var profile = Parse($"\"Profile\":\"{name}\",").Profile;

        Assert.Equal((limit, prefix), (profile.TokenLimit.ToString(), profile.Prefix.ToString()));
    }

    [Theory]
    [InlineData("\"Profile\":\"openia\",", "[0].Profile: found \"openia\", wanted one of generic, openai,")]
    [InlineData("\"TokenLimit\":\"tokens\",", "found \"tokens\", wanted one of max_tokens, max_completion_tokens, none.")]
    [InlineData("\"StreamOptions\":\"yes\",", "[0].StreamOptions: found a string, wanted true or false.")]
    [InlineData("\"Thinking\":true,", "[0].models[0].Thinking: nothing is known of how to switch it at this provider; name it in ThinkingStyle.")]
    [InlineData("\"FirstTokenTimeout\":0,", "found the number 0, wanted seconds")]
    [InlineData("\"ApiKeyEnvs\":\"A\",", "[0].ApiKeyEnvs: found a string, wanted an array of names of environment variables.")]
    [InlineData("\"ApiKeyEnvs\":[\"sk-0123456789\"],", "found what looks like a key (not shown)")]
    [InlineData("\"ApiKeyEnvs\":[\"\"],", "found nothing, wanted the name of an environment variable")]
    [InlineData("\"Headers\":{\"a b\":\"c\"},", "\"a b\" is no header that can be set here")]
    [InlineData("\"Headers\":{\"Authorization\":\"Bearer x\"},", "\"Authorization\" is no header")]
    [InlineData("\"Headers\":{\"X-A\":\"a\\r\\nX-B: c\"},", "found a character that no header can carry")]
    [InlineData("\"KeyHeader\":\"Host\",", "\"Host\" is no header")]
    [InlineData("\"ExtraBody\":{\"messages\":[]},", "[0].ExtraBody.messages: \"messages\" cannot be replaced.")]
    [InlineData("\"ExtraBody\":[],", "found an array, wanted members of the request, an object.")]
    [InlineData("\"Proxy\":\"me:secret@proxy\",", "[0].Proxy: found no such address")]
    [InlineData("\"proxy\":\"http://x\",", "this member is written \"Proxy\"; letter case counts")]
    [InlineData("\"Omit\":[1],", "[0].Omit[0]: found the number 1, wanted a string.")]
    [InlineData("\"Omit\":[\"\\ud83d\"],", "half of a surrogate pair")]
    public void A_wrong_member_is_told_what_is_wrong_and_where(string member, string sentence)
    {
        var error = Assert.Throws<ApiInfoException>(() => Parse(member));

        Assert.Contains(sentence, error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    static ModelInfo Parse(string providerMembers, string modelMembers = "") => ApiInfo.Parse(
        Encoding.UTF8.GetBytes($$"""[{{{providerMembers}}"URL":"http://x.example/v1","models":[{{{modelMembers}}"Id":"m"}]}]"""), "f").Models[0];
}
