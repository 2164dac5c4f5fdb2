namespace Repeater.Llm;

/// <summary>What a request asked for and was not sent, because the provider had refused it.</summary>
static class LeftOut
{
    // What every provider does by itself is not missed.
    static readonly (string Name, double Value)[] Defaults =
        [("temperature", 1), ("top_p", 1), ("frequency_penalty", 0), ("presence_penalty", 0)];

    /// <summary>Names of members; empty when all was sent, under whatever name.</summary>
    /// <param name="asked">For the model as the models file has it: what its owner leaves out is no loss.</param>
    /// <param name="sent">The same after what was learned of the provider.</param>
    public static IReadOnlyList<string> Of(LlmRequest asked, LlmRequest sent)
    {
        if (ReferenceEquals(asked.Model.Profile, sent.Model.Profile))
        {
            return [];
        }
        var arrived = RequestWriter.Sampling(sent).Select(number => number.Name).ToHashSet();
        List<string> names = [.. RequestWriter.Sampling(asked).Where(number => !arrived.Contains(number.Name) && !Defaults.Contains(number)).Select(number => number.Name)];
        if (RequestWriter.TokenLimit(asked) is { } limit && RequestWriter.TokenLimit(sent) is null)
        {
            names.Add(limit.Name);
        }
        if (RequestWriter.Stops(asked).Count > RequestWriter.Stops(sent).Count)
        {
            names.Add("stop");
        }
        return names;
    }
}
