namespace Repeater.Tests;

public class MessageTests
{
    [Fact]
    public void A_message_without_reasoning_or_name_says_so_with_empty_and_null()
    {
        var message = new Message { Role = Role.User, Content = "hi" };

        Assert.Equal(("", null), (message.ReasoningContent, message.Name));
    }
}
