using Repeater.Render.Highlighting.Languages;
using Repeater.Render.Highlighting.Scanners;

namespace Repeater.Render.Highlighting;

/// <summary>What a code without a known language is, where its beginning leaves no doubt.</summary>
static class LanguageDetection
{
    public static Language? Detect(string code)
    {
        var text = code.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return null;
        }

        var end = text.IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        return text.StartsWith("#!", StringComparison.Ordinal) ? FromInterpreter(line)
            : IsDiff(text, line) ? DataLanguages.Diff
            : IsJson(text) ? DataLanguages.Json
            : text.StartsWith("<?php", StringComparison.Ordinal) ? DataLanguages.Php
            : IsMarkup(text) ? DataLanguages.Html
            : IsPrompt(line) ? DataLanguages.Console
            : null;
    }

    static Language? FromInterpreter(ReadOnlySpan<char> line)
    {
        var name = line[(line.LastIndexOfAny("/ ") + 1)..].TrimEnd().TrimEnd("0123456789.");
        return LanguageCatalog.Find(name.ToString());
    }

    static bool IsDiff(ReadOnlySpan<char> text, ReadOnlySpan<char> line) =>
        line.StartsWith("diff --git ", StringComparison.Ordinal)
        || line.StartsWith("Index: ", StringComparison.Ordinal)
        || line.StartsWith("@@ -", StringComparison.Ordinal)
        || (line.StartsWith("--- ", StringComparison.Ordinal) && text[line.Length..].StartsWith("\n+++ ", StringComparison.Ordinal));

    static bool IsJson(ReadOnlySpan<char> text)
    {
        var first = text.Length > 1 ? text[1..].TrimStart() : default;
        return !first.IsEmpty && (text[0], text[^1]) switch
        {
            ('{', '}') => first[0] is '"' or '}',
            ('[', ']') => first[0] is '"' or '{' or '[' or ']' or '-' or (>= '0' and <= '9'),
            _ => false,
        };
    }

    static bool IsMarkup(ReadOnlySpan<char> text) =>
        text.StartsWith("<?xml", StringComparison.Ordinal)
        || text.StartsWith("<!--", StringComparison.Ordinal)
        || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
        || (text[0] == '<' && text[^1] == '>' && text.Length > 2 && char.IsAsciiLetter(text[1])
            && (text.Contains("</", StringComparison.Ordinal) || text.Contains("/>", StringComparison.Ordinal)));

    // Lines of quotes, comments and lists begin with some of the prompts too.
    static bool IsPrompt(ReadOnlySpan<char> line) => ConsoleScanner.PromptLength(line) > 0 && line[0] is not ('#' or '>' or '%' or '.') | line.StartsWith(">>> ", StringComparison.Ordinal);
}
