namespace Repeater.Chat.Variables;

/// <summary>Code spans of one paragraph: a run of back-ticks up to the next run of the same length.</summary>
static class CodeSpans
{
    /// <summary>Adds the spans between <paramref name="start"/> and <paramref name="end"/>, back-ticks included.</summary>
    public static void Find(string text, int start, int end, List<(int Start, int End)> spans)
    {
        var runs = Runs(text, start, end);
        if (runs.Count < 2)
        {
            return;
        }
        var closers = Closers(text, start, runs);
        for (var run = 0; run < runs.Count; run++)
        {
            if (closers[run] is var closer and > 0)
            {
                spans.Add((runs[run].Start, runs[closer].Start + runs[closer].Length));
                run = closer;
            }
        }
    }

    static List<(int Start, int Length)> Runs(string text, int start, int end)
    {
        List<(int, int)> runs = [];
        while (text.AsSpan(start..end).IndexOf('`') is var skipped and >= 0)
        {
            start += skipped;
            var length = text.AsSpan(start..end).IndexOfAnyExcept('`');
            length = length < 0 ? end - start : length;
            runs.Add((start, length));
            start += length;
        }
        return runs;
    }

    /// <summary>
    /// For each run the one that would close it, or 0. Found from the back, where the next run of each length is known, so
    /// that openers without a closer cost no search each.
    /// </summary>
    static int[] Closers(string text, int start, List<(int Start, int Length)> runs)
    {
        var closers = new int[runs.Count];
        Dictionary<int, int> nextOfLength = [];
        for (var run = runs.Count - 1; run >= 0; run--)
        {
            var (position, length) = runs[run];
            // Inside a span there are no escapes, so an escaped run opens nothing but can close.
            if (Scan.BackSlashesBefore(text, position, start) % 2 == 0)
            {
                closers[run] = nextOfLength.GetValueOrDefault(length);
            }
            nextOfLength[length] = run;
        }
        return closers;
    }
}
