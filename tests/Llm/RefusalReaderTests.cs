using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class RefusalReaderTests
{
    static readonly LlmRequest Request = LlmTest.Request(new("http://x/v1")) with
    {
        Messages =
        [
            new() { Role = Role.System, Content = "be kind" },
            new() { Role = Role.Tool, Content = "not sent" },
            new() { Role = Role.User, Content = "hi", Name = "ming" },
            new() { Role = Role.Assistant, Content = "hello" },
            new() { Role = Role.User, Content = "more" },
        ],
        Temperature = 1,
        MaxTokens = 100,
    };

    [Theory]
    [InlineData("messages[1].content", "bad", 2)]
    [InlineData("", "Invalid value for messages.2.content", 3)]
    [InlineData("", "Invalid 'messages.[3].content'", 4)]
    [InlineData("", "the message at index 3 is wrong", 4)]
    [InlineData("", "messages: message 0 has no content", 0)]
    [InlineData("", "messages[9] is wrong", null)]
    [InlineData("", "messages[99999999999999] is wrong", null)]
    [InlineData("", "at least one message, message", null)]
    [InlineData("messages", "no", null)]
    public void The_refused_message_is_found_by_its_place_among_those_sent(string param, string message, int? index) =>
        Assert.Equal(index, RefusalReader.RefusedMessage(new ProviderError(message, Param: param), Request));

    [Theory]
    [InlineData("Unsupported parameter: 'max_tokens'", "token limit")]
    [InlineData("max_tokens must be at most 512", null)]
    [InlineData("Unsupported parameter: 'max_completion_tokens'", null)]
    [InlineData("temperature is deprecated for this model", "without temperature")]
    [InlineData("temperature must be at most 1", null)]
    [InlineData("'top_p' is not supported", null)]
    [InlineData("Unknown name", "name")]
    [InlineData("unknown username", null)]
    [InlineData("nothing of ours", null)]
    public void Only_what_was_sent_and_is_not_wanted_is_changed(string message, string? learned) =>
        Assert.Equal(learned, RefusalReader.Learn(Refused(400, $"messages: {message}"), Request, [])?.Name);

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public void Other_failures_teach_nothing(int status) =>
        Assert.Null(RefusalReader.Learn(Refused(status, "Unsupported parameter: 'max_tokens'"), Request, []));

    [Fact]
    public void A_limit_that_is_refused_under_both_names_is_left_out()
    {
        var other = Request with { Model = LearnedProfiles.Apply(Request.Model, [Adaptation.OtherTokenLimit]) };

        var learned = RefusalReader.Learn(Refused(400, "Unsupported parameter: 'max_completion_tokens'"), other, [Adaptation.OtherTokenLimit]);

        Assert.Equal(Adaptation.NoTokenLimit, learned);
    }

    static LlmException Refused(int status, string message)
    {
        var error = new ProviderError(message);
        return new(ErrorClassifier.Classify(status, error), "Tester", message) { UpstreamStatus = status, Error = error };
    }
}
