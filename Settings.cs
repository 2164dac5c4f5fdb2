namespace Repeater;

/// <summary>
/// Every setting with its default. Names, units, ranges and consequences stand in <see cref="Configuration.SettingsTable"/>,
/// which fills this record and is what <c>--help</c> and <c>repeater config</c> print. Relative paths are relative to the working directory.
/// </summary>
sealed record Settings
{
    static readonly IReadOnlyList<string> Loopback = ["127.0.0.1", "::1"];

    /// <summary>Where a models file is looked for when none was named.</summary>
    public static readonly IReadOnlyList<string> UsualApiInfoFiles = ["./config/apiconfig.json", "./config/api_info.json"];

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The models file; null when none was named and none stands in the usual places.</summary>
    public string? ApiInfoFilePath { get; init; }

    public string CallLogFilePath { get; init; } = "./config/calllog.jsonl";

    public bool SaveCallLog { get; init; } = true;

    public double CallLogWaitSeconds { get; init; } = 60;

    public int CallLogMaxPending { get; init; } = 1000;

    /// <summary>A file that would grow larger is put aside, and a new one begun.</summary>
    public long CallLogMaxFileBytes { get; init; } = 64 << 20;

    /// <summary>For files put aside; null: for ever.</summary>
    public int? CallLogRetentionDays { get; init; } = 365;

    // Budgets; null: none. A price is in the currency of the models file.

    public double? BudgetUserDayTokens { get; init; }

    public double? BudgetUserMonthTokens { get; init; }

    public double? BudgetAllDayTokens { get; init; }

    public double? BudgetAllMonthTokens { get; init; }

    public double? BudgetUserDayPrice { get; init; }

    public double? BudgetUserMonthPrice { get; init; }

    public double? BudgetAllDayPrice { get; init; }

    public double? BudgetAllMonthPrice { get; init; }

    public string UserDataDir { get; init; } = "./data/userdata";

    /// <summary>The folder inside a user's folder that holds the branches.</summary>
    public string UserDataSubDirName { get; init; } = "ParallelData";

    /// <summary>Bound of the memory for branches that nobody uses at the moment, in bytes.</summary>
    public long CacheBytes { get; init; } = 64 << 20;

    /// <summary>How long a deleted branch can be brought back; 0 removes it at the next sweep.</summary>
    public int TrashRetentionDays { get; init; } = 30;

    public string RenderedImageDir { get; init; } = "./temp/render";

    /// <summary>Life of an image whose request names none.</summary>
    public TimeSpan RenderedImageTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Images drawn at once.</summary>
    public int RenderParallel { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Further ones that may wait.</summary>
    public int RenderQueue { get; init; } = 64;

    /// <summary>For waiting and drawing together.</summary>
    public TimeSpan RenderTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Replies of fewer characters stay text though a client asks for an image.</summary>
    public int RenderMinLength { get; init; }

    /// <summary>How clients reach this server, for the addresses of images; null: as the request came.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Theme files here add to and replace the embedded themes.</summary>
    public string ThemeDir { get; init; } = "./themes";

    public string StaticDir { get; init; } = "./static";

    /// <summary>Prompt files here add to and replace the embedded presets.</summary>
    public string PresetDir { get; init; } = "./PresetsPrompt";

    public string PresetName { get; init; } = "default";

    public string NicknameFilePath { get; init; } = "./config/UserNicknameMapping.json";

    /// <summary>Null: <c>./README.md</c> where it exists, else the embedded one.</summary>
    public string? ReadmeFilePath { get; init; }

    /// <summary>Upstream calls at once, over all users.</summary>
    public int MaxConcurrency { get; init; } = 1000;

    /// <summary>Longest wait of a chat for its turn, behind the same user's others and <see cref="MaxConcurrency"/>.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Chats of one user that wait for an earlier one of the same; one more is refused with 429.</summary>
    public int UserQueueLength { get; init; } = 1000;

    public int QueueLength { get; init; } = 10_000;

    /// <summary>Chats a minute of each user; null: no limit.</summary>
    public int? UserRateLimit { get; init; }

    /// <summary>Chats a minute of all users together; null: no limit.</summary>
    public int? RateLimit { get; init; }

    /// <summary>Largest request body; a larger one is refused with 413.</summary>
    public long MaxBodyBytes { get; init; } = 8 << 20;

    /// <summary>Largest file that brings a user's data back, and what it may unpack to.</summary>
    public long MaxImportBytes { get; init; } = 256 << 20;

    public TimeSpan LlmConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request until the first event; reasoning models and queues of providers take minutes.</summary>
    public TimeSpan LlmFirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Longest silence between two events, comments included.</summary>
    public TimeSpan LlmIdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The whole call with its retries.</summary>
    public TimeSpan LlmTotalTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Calls for one reply, over all keys and models.</summary>
    public int LlmTries { get; init; } = 5;

    /// <summary>From the first call; no later one begins after it.</summary>
    public TimeSpan LlmRetryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public string DefaultModelType { get; init; } = "chat";

    public double DefaultTemperature { get; init; } = 1.0;

    public double DefaultTopP { get; init; } = 1.0;

    public double DefaultFrequencyPenalty { get; init; }

    public double DefaultPresencePenalty { get; init; }

    public int? DefaultMaxTokens { get; init; } = 1024;

    public int? DefaultMaxCompletionTokens { get; init; } = 1024;

    public IReadOnlyList<string> DefaultStop { get; init; } = [];

    /// <summary>Most messages a model is sent, prompt and new one included; null: the whole history. Storage keeps it all.</summary>
    public int? ContextMaxMessages { get; init; }

    /// <summary>In Unicode code points.</summary>
    public int? ContextMaxCharacters { get; init; }

    /// <summary>Estimated ones.</summary>
    public int? ContextMaxTokens { get; init; }

    /// <summary>Streaming from the model; false only for a provider that cannot.</summary>
    public bool Stream { get; init; } = true;

    public string BotName { get; init; } = "复读机";

    public int BirthdayYear { get; init; } = 2024;

    public int BirthdayMonth { get; init; } = 6;

    public int BirthdayDay { get; init; } = 28;

    /// <summary>The three above as a date; reading the settings has made sure that they are one.</summary>
    public DateOnly Birthday
    {
        get => new(BirthdayYear, BirthdayMonth, BirthdayDay);
        init => (BirthdayYear, BirthdayMonth, BirthdayDay) = value;
    }

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

    /// <summary>Null: generated at the first start and kept in the data folder.</summary>
    public string? AdminApiKey { get; init; }

    /// <summary>Null: no request needs a token.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The certificate's PEM file; null: plain HTTP.</summary>
    public string? TlsCertFile { get; init; }

    /// <summary>Null: the key stands in <see cref="TlsCertFile"/>.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Addresses and networks whose X-Forwarded headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = Loopback;

    /// <summary>Origins whose pages may call this server; <c>*</c> is every one.</summary>
    public IReadOnlyList<string> CorsAllowedOrigins { get; init; } = [];

    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Of the request line, and of all headers together.</summary>
    public long MaxHeaderBytes { get; init; } = 64 << 10;

    /// <summary>Fields of a form or query, members of a JSON body.</summary>
    public int MaxFields { get; init; } = 1000;

    /// <summary>For all headers to arrive.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Slowest body, in bytes a second.</summary>
    public double MinBodyRate { get; init; } = 240;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>Whether the log has what users and models say.</summary>
    public bool LogMessages { get; init; }

    /// <summary>How long turns under way may go on when the server is told to stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>What <c>{version}</c> prints.</summary>
    public string Version { get; init; } = BuildInfo.Version;

    /// <summary>The config file these settings were read with; null when there was none.</summary>
    public string? ConfigFilePath { get; init; }
}

enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}

enum Durability
{
    /// <summary>An answer means flushed to disk.</summary>
    Flush,

    /// <summary>An answer means handed to the operating system: faster, and a power cut may lose the last seconds.</summary>
    Os,
}
