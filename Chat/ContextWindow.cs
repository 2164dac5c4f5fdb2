namespace Repeater.Chat;

/// <summary>
/// How much a model is sent. The prompt and what is answered are always sent and count too; of the history the newest messages
/// that fit are. Nothing is removed from storage.
/// </summary>
/// <param name="MaxMessages">Null: no limit, as for the others.</param>
/// <param name="MaxCharacters">Unicode code points of content.</param>
/// <param name="MaxTokens">Estimated ones.</param>
readonly record struct ContextWindow(int? MaxMessages, int? MaxCharacters, int? MaxTokens)
{
    /// <summary>For a message's role and separators.</summary>
    const int TokensPerMessage = 4;

    /// <summary>From here on scripts are dense: about one token a character.</summary>
    const int FirstDense = 0x2E80;

    // In quarters: about four ASCII letters a token, two of other alphabets.
    const int OfAscii = 1;
    const int OfAlphabet = 2;
    const int OfDense = 4;

    /// <summary>Chooses what is sent of a history.</summary>
    /// <param name="history">Oldest first.</param>
    /// <param name="always">Prompt and new message, which count first.</param>
    /// <param name="keepsLast">The last message of the history is what is answered or continued: it is sent whatever its size.</param>
    /// <returns>The index of the first message that is sent; the history's length when none is.</returns>
    public int FirstSent(IReadOnlyList<Message> history, IEnumerable<Message> always, bool keepsLast)
    {
        if (this == default)
        {
            return 0;
        }

        var sum = always.Aggregate(default(Size), (size, message) => size + Size.Of(message));
        var first = history.Count;
        while (first > 0)
        {
            sum += Size.Of(history[first - 1]);
            if (!Fits(sum) && !(keepsLast && first == history.Count))
            {
                break;
            }

            first--;
        }

        // A reply whose question was left out answers nothing, and some providers refuse a history that begins with one.
        while (first > 0 && first < history.Count && history[first].Role == Role.Assistant && !(keepsLast && first == history.Count - 1))
        {
            first++;
        }

        return first;
    }

    public static SentContext Describe(IReadOnlyCollection<Message> sent, int leftOut)
    {
        var sum = sent.Aggregate(default(Size), (size, message) => size + Size.Of(message));
        return new SentContext
        {
            SentMessages = sum.Messages,
            SentCharacters = sum.Characters,
            EstimatedTokens = sum.Tokens,
            LeftOutMessages = leftOut,
        };
    }

    bool Fits(Size size) => !(size.Messages > MaxMessages) && !(size.Characters > MaxCharacters) && !(size.Tokens > MaxTokens);

    readonly record struct Size(int Messages, long Characters, long Tokens)
    {
        public static Size operator +(Size a, Size b) => new(a.Messages + b.Messages, a.Characters + b.Characters, a.Tokens + b.Tokens);

        /// <summary>A message without content is not sent.</summary>
        public static Size Of(Message message)
        {
            if (message.Content.Length == 0 || message.Role == Role.Tool)
            {
                return default;
            }

            var (characters, quarters) = (0L, 0L);
            foreach (var rune in message.Content.EnumerateRunes())
            {
                characters++;
                quarters += rune.IsAscii ? OfAscii : rune.Value < FirstDense ? OfAlphabet : OfDense;
            }

            return new(1, characters, TokensPerMessage + ((quarters + OfDense - 1) / OfDense));
        }
    }
}
