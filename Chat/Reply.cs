using System.Text;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>What has come from the model so far.</summary>
sealed class Reply
{
    readonly StringBuilder _content = new();
    readonly StringBuilder _reasoning = new();
    string? _expanded;

    /// <summary>Its id as a message, so that it is known again wherever it was stored.</summary>
    public string Id { get; init; } = ContextKind.NewId();

    public string Content => _expanded ?? _content.ToString();

    /// <summary>As the model wrote it.</summary>
    public string Written => _content.ToString();

    public string Reasoning => _reasoning.ToString();

    /// <summary>Who answers; null until the reply has begun.</summary>
    public LlmAnswering? Answering { get; private set; }

    /// <summary>Whether nothing has come yet, not even reasoning.</summary>
    public bool IsEmpty => _content.Length + _reasoning.Length == 0;

    /// <summary>Null while the model has not said that it is done.</summary>
    public LlmFinished? Finished { get; private set; }

    public void Add(LlmDelta delta)
    {
        switch (delta)
        {
            case LlmAnswering answering:
                Answering = answering;
                break;
            case ContentDelta content:
                _content.Append(content.Text);
                break;
            case ReasoningDelta reasoning:
                _reasoning.Append(reasoning.Text);
                break;
            case LlmFinished finished:
                Finished = finished;
                break;
        }
    }

    /// <summary>Puts another text in the place of the content.</summary>
    public void Rewrite(string content) => _expanded = content;
}
