using System.Text.Json;

namespace Repeater.Commands.Terminal;

/// <summary>A conversation from a terminal or a pipe: messages, and words with a slash that are not sent.</summary>
/// <param name="client">Where it goes.</param>
/// <param name="write">What the person sees.</param>
/// <param name="isTerminal">Whether a person does.</param>
sealed class ChatSession(ChatClient client, Action<string> write, bool isTerminal)
{
    readonly ChatWords _words = new(client, write);
    string? _last;

    /// <summary>A reply is coming.</summary>
    public bool IsAnswering { get; private set; }

    public string? ModelType { get; set; }

    /// <summary>The branch that is talked to.</summary>
    public async Task<string> BranchAsync() => (await client.GetAsync("/userdata/context/branches/{user}")).GetProperty("current").GetString()!;

    /// <summary>What the user said in the current branch, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> SaidAsync() =>
        [.. (await client.GetAsync("/userdata/context/get/{user}")).EnumerateArray()
            .Where(message => message.GetProperty("role").GetString() == "user").Select(message => message.GetProperty("content").GetString()!)];

    /// <summary>Sends a message, or does what a word says.</summary>
    /// <returns>False when the person wants to leave.</returns>
    /// <exception cref="ChatClientException">The server refused, or is not there.</exception>
    public async Task<bool> TakeAsync(string text)
    {
        if (!text.StartsWith('/'))
        {
            await SendAsync(text.Length == 0 ? [] : [("message", text)]);
            return true;
        }

        var (word, rest) = text.IndexOf(' ') is > 0 and var end ? (text[..end], text[(end + 1)..].Trim()) : (text, "");
        switch (word)
        {
            case "/quit" or "/exit":
                return false;
            case "/again":
                await SendAsync([]);
                break;
            case "/continue":
                await SendAsync([("continue_completion", "true")]);
                break;
            case "/model" when rest.Length > 0:
                ModelType = rest;
                break;
            case "/image":
                await _words.ImageAsync(_last ?? await _words.LastReplyAsync(), rest);
                break;
            default:
                await _words.DoAsync(word, rest);
                break;
        }

        return true;
    }

    /// <summary>Ends the reply that is coming; what has come is kept.</summary>
    public async Task StopAsync()
    {
        try
        {
            foreach (var turn in (await client.GetAsync("/chat/turns/{user}")).EnumerateArray().Where(turn => turn.GetProperty("running").GetBoolean()))
            {
                await client.PostAsync($"/chat/turns/{{user}}/{turn.GetProperty("turn_id").GetString()}/stop");
            }
        }
        catch (ChatClientException)
        {
            // Stopped before it began, which its own answer says; or the server is gone, and that answer says so too.
        }
    }

    async Task SendAsync((string Name, string Value)[] fields)
    {
        if (ModelType is not null)
        {
            fields = [.. fields, ("model_type", ModelType)];
        }

        var printer = new ReplyPrinter(write, isTerminal);
        IsAnswering = true;
        try
        {
            await foreach (JsonElement item in client.ChatAsync(fields))
            {
                printer.Show(item);
            }
        }
        finally
        {
            IsAnswering = false;
            printer.End();
            _last = printer.Reply ?? _last;
        }
    }
}
