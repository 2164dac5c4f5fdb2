namespace Repeater;

/// <summary>Every setting once. README's table and <c>repeater config</c> list them by the name of their environment variable.</summary>
sealed record Settings
{
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Longer request bodies are refused with 413.</summary>
    public long MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The models file; null when none was named and none stands in the usual places.</summary>
    public string? ApiInfoFilePath { get; init; }

    public string CallLogFilePath { get; init; } = "./config/calllog.jsonl";

    public bool SaveCallLog { get; init; } = true;

    public double CallLogWaitSeconds { get; init; } = 60;

    public int CallLogMaxPending { get; init; } = 1000;

    public string UserDataDir { get; init; } = "./data/userdata";

    /// <summary>The folder inside a user's folder that holds the branches.</summary>
    public string UserDataSubDirName { get; init; } = "ParallelData";

    public string RenderedImageDir { get; init; } = "./temp/render";

    public string StaticDir { get; init; } = "./static";

    /// <summary>Prompt files here add to and replace the embedded presets.</summary>
    public string PresetDir { get; init; } = "./PresetsPrompt";

    public string PresetName { get; init; } = "default";

    public string NicknameFilePath { get; init; } = "./config/UserNicknameMapping.json";

    /// <summary>Null: <c>./README.md</c> where it exists, else the embedded one.</summary>
    public string? ReadmeFilePath { get; init; }

    /// <summary>Upstream calls at once, over all users.</summary>
    public int MaxConcurrency { get; init; } = 1000;

    public string DefaultModelType { get; init; } = "chat";

    public double DefaultTemperature { get; init; } = 1.0;

    public double DefaultTopP { get; init; } = 1.0;

    public double DefaultFrequencyPenalty { get; init; }

    public double DefaultPresencePenalty { get; init; }

    public int? DefaultMaxTokens { get; init; } = 1024;

    public int? DefaultMaxCompletionTokens { get; init; } = 1024;

    public IReadOnlyList<string> DefaultStop { get; init; } = [];

    /// <summary>Streaming from the model; false only for a provider that cannot.</summary>
    public bool Stream { get; init; } = true;

    public string BotName { get; init; } = "复读机";

    public DateOnly Birthday { get; init; } = new(2024, 6, 28);

    /// <summary>Offset from UTC in hours of users who have set none; fractions allowed.</summary>
    public double TimeZoneOffset { get; init; } = 8;

    public string RenderStyle { get; init; } = "light";

    /// <summary>96 is scale 1.</summary>
    public int OutputDpi { get; init; } = 192;

    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>Whether known variables in replies are expanded (outside code).</summary>
    public bool ExpandReply { get; init; } = true;

    /// <summary>Upstream failures answer 200 with <c>Error:…</c> as content, for clients that die on anything else.</summary>
    public bool ChatErrorsAsReply { get; init; }

    /// <summary>Bound of the memory for branches that nobody uses at the moment, in bytes.</summary>
    public long CacheBytes { get; init; } = 64L * 1024 * 1024;

    public string? AdminApiKey { get; init; }

    public string? AccessToken { get; init; }

    /// <summary>What <c>{version}</c> prints.</summary>
    public string Version { get; init; } = BuildInfo.Version;
}

enum Durability
{
    /// <summary>An answer means flushed to disk.</summary>
    Flush,

    /// <summary>An answer means handed to the operating system: faster, and a power cut may lose the last seconds.</summary>
    Os,
}
