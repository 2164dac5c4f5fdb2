using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class RetryHintTests
{
    [Theory]
    [InlineData("Rate limit reached for gpt-4o. Please try again in 20s. Visit …", 20.0)]
    [InlineData("Please try again in 1m30.5s.", 90.5)]
    [InlineData("Please try again in 6ms.", 0.006)]
    [InlineData("Please retry after 14 seconds.", 14.0)]
    [InlineData("retry in 2 hours", 7200.0)]
    [InlineData("Please wait 3 minutes and 5 seconds", 180.0)]
    [InlineData("retry after: 7", 7.0)]
    [InlineData("请在 5 秒后重试", 5.0)]
    [InlineData("请等待2分钟", 120.0)]
    [InlineData("wait 999999999999999999999999 hours", 86400.0)]
    [InlineData("Please wait a moment", null)]
    [InlineData("try again in a while", null)]
    [InlineData("try again in ...s", null)]
    [InlineData("retry after", null)]
    [InlineData("", null)]
    public void A_wait_is_read_from_words(string text, double? seconds) =>
        Assert.Equal(seconds, RetryHint.Read(text)?.TotalSeconds);

    [Theory]
    [InlineData("""{"error":{"message":"m","retry_after":2.5}}""", 2.5)]
    [InlineData("""{"error":{"code":429,"message":"m","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"13s"}]}}""", 13.0)]
    [InlineData("""{"error":{"message":"Please try again in 3s"}}""", 3.0)]
    [InlineData("try again in 4s", 4.0)]
    [InlineData("""{"error":{"message":"m","retry_after":{"odd":1}}}""", null)]
    [InlineData("""{"error":{"message":"m"}}""", null)]
    public void A_wait_is_read_from_bodies(string body, double? seconds) =>
        Assert.Equal(seconds, ProviderError.FromBody(Encoding.UTF8.GetBytes(body)).RetryAfter?.TotalSeconds);
}
