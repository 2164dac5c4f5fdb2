using System.Text;
using System.Text.Json;

namespace Repeater.Commands.Terminal;

/// <summary>Writes a reply as it comes, what the model thinks dimmed. Nothing a model writes reaches the terminal as a command.</summary>
/// <param name="write">Where it goes.</param>
/// <param name="isTerminal">Without one there are no colours, and reasoning is left out.</param>
sealed class ReplyPrinter(Action<string> write, bool isTerminal)
{
    const string Dim = "\e[2m";
    const string Plain = "\e[0m";

    bool _isDim;
    bool _hasText;

    /// <summary>The whole reply, when the server has said it.</summary>
    public string? Reply { get; private set; }

    /// <exception cref="ChatClientException">The turn failed.</exception>
    public void Show(JsonElement item)
    {
        switch (item.GetProperty("type").GetString())
        {
            case "delta" when item.TryGetProperty("reasoning_content", out var reasoning) && isTerminal:
                Write(reasoning.GetString()!, dim: true);
                break;
            case "delta" when item.TryGetProperty("content", out var content):
                if (_isDim)
                {
                    Write("\n\n", dim: true);
                }

                Write(content.GetString()!, dim: false);
                break;
            case "done":
                End();
                Finish(item);
                break;
            case "error":
                End();
                throw new ChatClientException($"{item.GetProperty("detail")}");
        }
    }

    /// <summary>The line is ended, whatever happened.</summary>
    public void End()
    {
        if (_isDim)
        {
            write(Plain);
            _isDim = false;
        }

        if (_hasText)
        {
            write("\n");
            _hasText = false;
        }
    }

    void Finish(JsonElement answer)
    {
        Reply = answer.GetProperty("content").GetString();
        if (answer.TryGetProperty("warnings", out var warnings) && warnings.ValueKind == JsonValueKind.Array)
        {
            foreach (var warning in warnings.EnumerateArray())
            {
                Note(warning.GetString()!);
            }
        }

        if (answer.TryGetProperty("interrupted", out var interrupted) && interrupted.ValueKind == JsonValueKind.True)
        {
            Note("Stopped. What came is kept; /continue goes on.");
        }
    }

    void Note(string text)
    {
        if (isTerminal)
        {
            write($"{Dim}{Clean(text)}{Plain}\n");
        }
    }

    void Write(string text, bool dim)
    {
        if (dim != _isDim && isTerminal)
        {
            write(dim ? Dim : Plain);
            _isDim = dim;
        }

        write(Clean(text));
        _hasText = true;
    }

    /// <summary>Without what terminals obey.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\n' or '\t' || !char.IsControl(character))
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }
}
