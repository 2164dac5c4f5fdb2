using System.Globalization;
using System.Text.Json;

namespace Repeater.Commands.Terminal;

/// <summary>What the words with a slash do beside talking: branches, undo, what was said, images.</summary>
sealed class ChatWords(ChatClient client, Action<string> write)
{
    const int DefaultHistory = 10;

    public const string Help = """
        /branch              the branches; the current one has a star
        /branch NAME         switch to a branch, or begin one
        /fork [NAME]         copy the branch and switch to the copy
        /undo   /redo        take back the last change, or do it again
        /withdraw [N]        take back the last turn, or the last N
        /history [N]         the last N messages
        /again  /continue    answer once more; make the last reply longer
        /model [TYPE]        the models; answer with this one from now on
        /prompt [TEXT]       the prompt; set it
        /image [FILE]        save the last reply as a PNG
        /quit                leave, as Ctrl-D does
        Enter sends. Alt-Enter, Ctrl-J or a \ at the end begin a new line.
        Up and down bring back what was said. Ctrl-C stops a reply.

        """;

    public Task DoAsync(string word, string rest) => word switch
    {
        "/help" => Tell(Help),
        "/branch" when rest.Length == 0 => ListBranchesAsync(),
        "/branch" => ChangeAsync(rest),
        "/fork" => ForkAsync(rest),
        "/undo" => SteerAsync("undo", "Taken back"),
        "/redo" => SteerAsync("redo", "Done again"),
        "/withdraw" => WithdrawAsync(rest),
        "/history" => HistoryAsync(rest),
        "/model" => ListModelsAsync(),
        "/prompt" when rest.Length == 0 => PromptAsync(),
        "/prompt" => SetPromptAsync(rest),
        _ => throw new ChatClientException($"There is no {word}; /help lists what there is. To send it, put a blank in front."),
    };

    /// <summary>The newest reply of the branch; empty when there is none.</summary>
    public async Task<string> LastReplyAsync() => (await MessagesAsync()).LastOrDefault(message => message.Role == "assistant").Content ?? "";

    /// <param name="text">Markdown.</param>
    /// <param name="file">Empty: a name that is free.</param>
    public async Task ImageAsync(string text, string file)
    {
        if (text.Length == 0)
        {
            throw new ChatClientException("There is no reply to draw yet.");
        }

        var answer = await client.PostAsync("/render/{user}", ("text", text), ("timeout", "60"));
        var pages = answer.TryGetProperty("image_urls", out var urls) && urls.ValueKind == JsonValueKind.Array
            ? urls.EnumerateArray().Select(url => url.GetString()!).ToList()
            : [answer.GetProperty("image_url").GetString()!];
        foreach (var page in pages)
        {
            var path = file.Length > 0 && pages.Count == 1 ? file : FreeName(file.Length > 0 ? Path.ChangeExtension(file, null) : "reply");
            // The address may be what the world outside calls the server; the path is the same.
            await File.WriteAllBytesAsync(path, await client.BytesAsync(new Uri(page).PathAndQuery));
            await Tell($"Saved as {path}.\n");
        }
    }

    async Task ListBranchesAsync()
    {
        var list = await client.GetAsync("/userdata/context/branches/{user}");
        var rows = list.GetProperty("branches").EnumerateArray()
            .Select(branch => (Mark: branch.GetProperty("current").GetBoolean() ? "*" : " ", Name: Text(branch, "branch"), Length: Text(branch, "length"))).ToList();
        var current = Text(list, "current");
        if (rows.All(row => row.Mark == " "))
        {
            rows.Add(("*", current, "0"));
        }

        var width = rows.Max(row => DisplayWidth.Of(row.Name));
        foreach (var (mark, name, length) in rows)
        {
            await Tell($"{mark} {DisplayWidth.Pad(name, width + 2)}{length} messages\n");
        }
    }

    async Task ChangeAsync(string branch)
    {
        await client.PostAsync("/userdata/context/change/{user}", ("new_branch_id", branch));
        await Tell($"Now in {branch}.\n");
    }

    async Task ForkAsync(string name)
    {
        var branch = name.Length > 0 ? name : $"fork-{DateTime.Now.ToString("MMdd-HHmmss", CultureInfo.InvariantCulture)}";
        await client.PostAsync("/userdata/context/fork/{user}", ("new_branch_id", branch), ("change", "true"));
        await Tell($"Now in {branch}, a copy.\n");
    }

    async Task SteerAsync(string what, string done)
    {
        var answer = await client.PostAsync($"/userdata/context/{what}/{{user}}");
        var changed = answer.GetProperty("changed").EnumerateArray().Select(operation => $"{Text(operation, "op")} ({Text(operation, "change")})");
        await Tell($"{done}: {string.Join(", ", changed)}\n");
    }

    async Task WithdrawAsync(string turns)
    {
        var answer = await client.PostAsync("/userdata/context/withdraw_last/{user}", ("turns", turns.Length > 0 ? turns : "1"));
        await Tell($"{Text(answer, "deleted")} messages taken back; /undo brings them again.\n");
    }

    async Task HistoryAsync(string count)
    {
        var most = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : DefaultHistory;
        foreach (var (role, content) in (await MessagesAsync()).TakeLast(most))
        {
            await Tell($"{role}: {content}\n");
        }
    }

    async Task ListModelsAsync()
    {
        var list = await client.GetAsync("/v1/models");
        await Tell(string.Join(", ", list.GetProperty("data").EnumerateArray().Select(model => Text(model, "id"))) + "\n");
    }

    async Task PromptAsync()
    {
        var prompt = System.Text.Encoding.UTF8.GetString(await client.BytesAsync("/userdata/prompt/get/{user}"));
        await Tell(prompt.Length > 0 ? $"{prompt}\n" : "No prompt of your own is set; the preset is used.\n");
    }

    async Task SetPromptAsync(string text)
    {
        await client.PostAsync("/userdata/prompt/set/{user}", ("prompt", text));
        await Tell("The prompt is set.\n");
    }

    async Task<IReadOnlyList<(string Role, string? Content)>> MessagesAsync() =>
        [.. (await client.GetAsync("/userdata/context/get/{user}")).EnumerateArray().Select(message => (Text(message, "role"), (string?)Text(message, "content")))];

    static string FreeName(string stem)
    {
        var number = 1;
        while (File.Exists($"{stem}-{number}.png"))
        {
            number++;
        }

        return $"{stem}-{number}.png";
    }

    static string Text(JsonElement item, string member) => item.TryGetProperty(member, out var value) ? value.ToString() : "";

    Task Tell(string text)
    {
        write(ReplyPrinter.Clean(text));
        return Task.CompletedTask;
    }
}
