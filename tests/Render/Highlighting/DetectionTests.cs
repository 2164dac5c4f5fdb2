using Repeater.Render.Highlighting;

namespace Repeater.Tests.Render.Highlighting;

public class DetectionTests
{
    [Theory]
    [InlineData("diff --git a/x b/x\n+a", "diff")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@", "diff")]
    [InlineData("{\n  \"a\": 1\n}", "json")]
    [InlineData("[1, 2]", "json")]
    [InlineData("[{\"a\": null}]", "json")]
    [InlineData("<?xml version=\"1.0\"?>\n<a/>", "html")]
    [InlineData("<div class=\"x\">a</div>", "html")]
    [InlineData("<?php echo 1;", "php")]
    [InlineData("$ ls -la\ntotal 0", "console")]
    [InlineData("user@host:~$ make", "console")]
    [InlineData(">>> 1 + 1\n2", "console")]
    [InlineData("#!/bin/sh\nls", "bash")]
    [InlineData("#!/usr/bin/env python3\nimport os", "python")]
    public void The_first_characters_may_tell_the_language(string code, string language)
    {
        Assert.Same(LanguageCatalog.Find(language), LanguageDetection.Detect(code));
        Assert.Equal(Highlighter.Highlight(code, language), Highlighter.Highlight(code, ""));
        Assert.Equal(Highlighter.Highlight(code, language), Highlighter.Highlight(code, "never-heard-of"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("just text, it's fine")]
    [InlineData("┌──┐\n└──┘")]
    [InlineData("[section]\na = b")]
    [InlineData("{ braces }")]
    [InlineData("# heading")]
    [InlineData("> quote")]
    [InlineData("--- a rule ---\ntext")]
    [InlineData("<- arrow ->")]
    [InlineData("a < b")]
    [InlineData("#!")]
    [InlineData("mail me@example.com for $5")]
    public void Anything_else_is_plain(string code) => Assert.Empty(Highlighter.Highlight(code, ""));

    [Theory]
    [InlineData("text")]
    [InlineData("TXT")]
    [InlineData("plaintext")]
    public void What_is_called_text_is_not_guessed_at(string name) => Assert.Empty(Highlighter.Highlight("{ \"a\": 1 }", name));
}
