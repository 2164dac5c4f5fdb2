using static Repeater.Configuration.Formats;
using static Repeater.Configuration.Setting;

namespace Repeater.Configuration;

/// <summary>Settings that belong together, under one heading of help.</summary>
sealed record SettingsGroup(string Title, IReadOnlyList<Setting> Settings);

/// <summary>
/// The one place that states a setting: reader, flags, help, <c>repeater config</c> and the table of docs/settings.md all come from here.
/// Names are the original's, PARSET and DEBONCE included: deployed files use them.
/// </summary>
static class SettingsTable
{
    const double Day = 86_400;
    const double MostOfBudget = 1_000_000_000_000;

    public static IReadOnlyList<SettingsGroup> Groups { get; } =
    [
        new("Server",
        [
            Of("HOST", HostAddress, s => s.Host, (s, v) => s with { Host = v },
                "Address to listen on; * is every address of this machine. Whoever reaches it can read and change everybody's data, "
                + "so set ACCESS_TOKEN before you open it.") with { Items = ["server.host"], IsCommon = true },
            Of("PORT", Whole(0, 65535), s => s.Port, (s, v) => s with { Port = v },
                "Port to listen on; 0 takes a free one and prints it.") with { Items = ["server.port"], IsCommon = true },
            Of("TLS_CERT_FILE", OrUnset(FilePath), s => s.TlsCertFile, (s, v) => s with { TlsCertFile = v },
                "Certificate for HTTPS: a PEM file, the server's own first. Read again with /admin/reload and on SIGHUP.")
                with { UnsetText = "none: plain HTTP" },
            Of("TLS_KEY_FILE", OrUnset(FilePath), s => s.TlsKeyFile, (s, v) => s with { TlsKeyFile = v },
                "Its private key, a PEM file without a password.")
                with { DefaultText = "the file of TLS_CERT_FILE", UnsetText = "in TLS_CERT_FILE" },
            Of("TRUSTED_PROXIES", Networks, s => s.TrustedProxies, (s, v) => s with { TrustedProxies = v },
                "Whose X-Forwarded headers are believed: client address, scheme and host behind a proxy."),
            Of("CORS_ALLOWED_ORIGINS", Origins, s => s.CorsAllowedOrigins, (s, v) => s with { CorsAllowedOrigins = v },
                "Web pages that may call this server from a browser, by their origins; * is every page."),
            Of("ACCESS_TOKEN", OrUnset(Secret), s => s.AccessToken, (s, v) => s with { AccessToken = v },
                "What clients must send as \"Authorization: Bearer …\". Without it every request is served.")
                with { IsSecret = true, IsCommon = true },
            Of("ADMIN_API_KEY", OrUnset(StrongKey), s => s.AdminApiKey, (s, v) => s with { AdminApiKey = v },
                "What the /admin routes ask for as X-Admin-API-Key.")
                with { IsSecret = true, DefaultText = "generated once and kept in the data folder", UnsetText = "generated" },
            Of("MAX_BODY_BYTES", Bytes(1 << 10, 1 << 30), s => s.MaxBodyBytes, (s, v) => s with { MaxBodyBytes = v },
                "Largest request body; a larger one gets status 413."),
            Of("MAX_IMPORT_BYTES", Bytes(1 << 10, 1L << 40), s => s.MaxImportBytes, (s, v) => s with { MaxImportBytes = v },
                "Largest file that brings a user's data back, and what it may unpack to."),
            Of("MAX_HEADER_BYTES", Bytes(4 << 10, 1 << 20), s => s.MaxHeaderBytes, (s, v) => s with { MaxHeaderBytes = v },
                "Largest request line, and largest headers; larger ones get status 414 or 431."),
            Of("MAX_FIELDS", Whole(50, 100_000), s => s.MaxFields, (s, v) => s with { MaxFields = v },
                "Most fields of a form, a query or a JSON body; more get status 400."),
            Of("MAX_CONNECTIONS", Whole(1, 1_000_000), s => s.MaxConnections, (s, v) => s with { MaxConnections = v },
                "Connections at once; one more is answered with status 503."),
            Of("HEADER_TIMEOUT", Seconds(1, 3600), s => s.HeaderTimeout, (s, v) => s with { HeaderTimeout = v },
                "How long a request's headers may take to arrive."),
            Of("MIN_BODY_RATE", Number(1, 1_000_000), s => s.MinBodyRate, (s, v) => s with { MinBodyRate = v },
                "Slowest body in bytes a second, after five seconds' grace; a slower one gets status 408."),
            Of("MAX_CONCURRENCY", Whole(1, 100_000), s => s.MaxConcurrency, (s, v) => s with { MaxConcurrency = v },
                "Calls to models at once, over all users; further chats wait."),
            Of("QUEUE_TIMEOUT", Seconds(0.1, Day), s => s.QueueTimeout, (s, v) => s with { QueueTimeout = v },
                "How long a chat waits for its turn before it gets status 503."),
            Of("USER_QUEUE_LENGTH", Whole(0, 100_000), s => s.UserQueueLength, (s, v) => s with { UserQueueLength = v },
                "Chats of one user that may wait for an earlier one of the same; one more gets status 429 with Retry-After."),
            Of("QUEUE_LENGTH", Whole(0, 1_000_000), s => s.QueueLength, (s, v) => s with { QueueLength = v },
                "Chats of all users together that may wait; one more gets status 503 with Retry-After."),
            Of("USER_RATE_LIMIT", OrNone(Whole(1, 1_000_000)), s => s.UserRateLimit, (s, v) => s with { UserRateLimit = v },
                "Chats a minute of each user; more get status 429 with Retry-After."),
            Of("RATE_LIMIT", OrNone(Whole(1, 10_000_000)), s => s.RateLimit, (s, v) => s with { RateLimit = v },
                "Chats a minute of all users together; more get status 503 with Retry-After."),
            Of("SHUTDOWN_TIMEOUT", Seconds(0, Day), s => s.ShutdownTimeout, (s, v) => s with { ShutdownTimeout = v },
                "How long chats under way may go on when the server is told to stop; then what has come is stored as interrupted."),
            Of("CHAT_ERRORS_AS_REPLY", Switch, s => s.ChatErrorsAsReply, (s, v) => s with { ChatErrorsAsReply = v },
                "A chat that fails or is refused answers 200 with \"Error:…\" as the reply, for clients that break on any other status."),
            Of("STATIC_DIR", FolderPath, s => s.StaticDir, (s, v) => s with { StaticDir = v },
                "Files served under /static, and /favicon.ico."),
            Of("README_FILE_PATH", OrUnset(FilePath), s => s.ReadmeFilePath, (s, v) => s with { ReadmeFilePath = v },
                "File served as /readme.md.")
                with
            {
                Items = ["readme_path"],
                DefaultText = "./README.md, else the built-in one",
                UnsetText = "./README.md or built-in",
            },
        ]),
        new("Models",
        [
            Of("API_INFO_FILE_PATH", OrUnset(FilePath), s => s.ApiInfoFilePath, (s, v) => s with { ApiInfoFilePath = v },
                "Providers and their models; their keys stay in the environment or .env. Without this file a built-in parrot answers.")
                with { IsCommon = true, DefaultText = "./config/apiconfig.json, else ./config/api_info.json" },
            Of("DEFAULT_MODEL_TYPE", Text, s => s.DefaultModelType, (s, v) => s with { DefaultModelType = v },
                "Type of model, as the models file states it, for chats that name none."),
            Of("DEFAULT_TEMPERATURE", Number(0, 2), s => s.DefaultTemperature, (s, v) => s with { DefaultTemperature = v },
                "Sampling temperature for users who have set none. Higher is more surprising."),
            Of("DEFAULT_TOP_P", Number(0, 1), s => s.DefaultTopP, (s, v) => s with { DefaultTopP = v },
                "Nucleus sampling: models choose among the likeliest words that make up this share."),
            Of("DEFAULT_FREQUENCY_PENALTY", Number(-2, 2), s => s.DefaultFrequencyPenalty,
                (s, v) => s with { DefaultFrequencyPenalty = v },
                "Above 0 models repeat fewer words, below 0 more."),
            Of("DEFAULT_PRESENCE_PENALTY", Number(-2, 2), s => s.DefaultPresencePenalty,
                (s, v) => s with { DefaultPresencePenalty = v },
                "Above 0 models move on to new subjects, below 0 they stay."),
            Of("DEFAULT_MAX_TOKENS", OrNone(Whole(1, 10_000_000)), s => s.DefaultMaxTokens, (s, v) => s with { DefaultMaxTokens = v },
                "Longest reply in tokens; none leaves it to the provider."),
            Of("DEFAULT_MAX_COMPLETION_TOKENS", OrNone(Whole(1, 10_000_000)), s => s.DefaultMaxCompletionTokens,
                (s, v) => s with { DefaultMaxCompletionTokens = v },
                "Longest reply in tokens, for providers that know the limit by this name; each is sent one of the two."),
            Of("DEFAULT_STOP", Texts, s => s.DefaultStop, (s, v) => s with { DefaultStop = v },
                "Texts at which a reply ends."),
            Of("CONTEXT_MAX_MESSAGES", OrNone(Whole(1, 1_000_000)), s => s.ContextMaxMessages, (s, v) => s with { ContextMaxMessages = v },
                "Most messages a model is sent for users who have set none; older ones stay stored and are left out."),
            Of("CONTEXT_MAX_CHARACTERS", OrNone(Whole(1, 1_000_000_000)), s => s.ContextMaxCharacters, (s, v) => s with { ContextMaxCharacters = v },
                "Most characters a model is sent, in the same way."),
            Of("CONTEXT_MAX_TOKENS", OrNone(Whole(1, 1_000_000_000)), s => s.ContextMaxTokens, (s, v) => s with { ContextMaxTokens = v },
                "Most tokens a model is sent, in the same way, estimated by the characters."),
            Of("STREAM", Switch, s => s.Stream, (s, v) => s with { Stream = v },
                "Models send their replies piece by piece; false only for a provider that cannot."),
            Of("LLM_CONNECT_TIMEOUT", Seconds(0.1, Day), s => s.LlmConnectTimeout, (s, v) => s with { LlmConnectTimeout = v },
                "Longest wait for a connection to a provider."),
            Of("LLM_FIRST_TOKEN_TIMEOUT", Seconds(0.1, Day), s => s.LlmFirstTokenTimeout, (s, v) => s with { LlmFirstTokenTimeout = v },
                "Longest wait for the beginning of a reply. Some models think for minutes."),
            Of("LLM_IDLE_TIMEOUT", Seconds(0.1, Day), s => s.LlmIdleTimeout, (s, v) => s with { LlmIdleTimeout = v },
                "Longest silence in the middle of a reply; then it is stored as interrupted."),
            Of("LLM_TOTAL_TIMEOUT", Seconds(0.1, Day), s => s.LlmTotalTimeout, (s, v) => s with { LlmTotalTimeout = v },
                "Longest time for a whole reply, retries included."),
            Of("LLM_TRIES", Whole(1, 100), s => s.LlmTries, (s, v) => s with { LlmTries = v },
                "Most calls for one reply, over all keys and models of its type; 1 tries nothing again."),
            Of("LLM_RETRY_TIMEOUT", Seconds(0.1, Day), s => s.LlmRetryTimeout, (s, v) => s with { LlmRetryTimeout = v },
                "How long after the first call another one may begin; a longer wait that a provider asks for becomes status 429."),
        ]),
        new("Bot",
        [
            Of("BOT_NAME", Text, s => s.BotName, (s, v) => s with { BotName = v },
                "The bot's name: {botname} in prompts.") with { IsCommon = true },
            Of("BIRTHDAY_YEAR", Whole(1, 9999), s => s.BirthdayYear, (s, v) => s with { BirthdayYear = v },
                "Year of the bot's birthday: {birthday}, {age}, {zodiac} and {BirthdayCountdown}."),
            Of("BIRTHDAY_MONTH", Whole(1, 12), s => s.BirthdayMonth, (s, v) => s with { BirthdayMonth = v },
                "Month of the bot's birthday."),
            Of("BIRTHDAY_DAY", Whole(1, 31), s => s.BirthdayDay, (s, v) => s with { BirthdayDay = v },
                "Day of the bot's birthday."),
            Of("TIMEZONE_OFFSET", HoursFromUtc, s => s.TimeZoneOffset, (s, v) => s with { TimeZoneOffset = v },
                "Time zone of users who have set none, as hours ahead of UTC: 8, -5, 5.5.")
                with { Items = ["timezone"], IsCommon = true },
            Of("DEFAULT_PROMPT_DIR", FolderPath, s => s.PresetDir, (s, v) => s with { PresetDir = v },
                "Preset prompts as .txt files; they add to the built-in ones and replace those of the same name.")
                with { IsCommon = true },
            Of("PARSET_PROMPT_NAME", Text, s => s.PresetName, (s, v) => s with { PresetName = v },
                "Preset for users who have set no prompt and chosen no preset. Built in are default and sister."),
            Of("USER_NICKNAME_MAPPING_FILE_PATH", FilePath, s => s.NicknameFilePath, (s, v) => s with { NicknameFilePath = v },
                "JSON object of names or user ids and what the bot calls them; may be absent."),
            Of("EXPAND_REPLY", Switch, s => s.ExpandReply, (s, v) => s with { ExpandReply = v },
                "Variables such as {time} are replaced in replies too, outside code."),
            Of("VERSION", Text, s => s.Version, (s, v) => s with { Version = v },
                "What {version} in prompts says. There is no flag: --version is taken.") with { Flag = null },
        ]),
        new("Data",
        [
            Of("USER_DATA_DIR", FolderPath, s => s.UserDataDir, (s, v) => s with { UserDataDir = v },
                "Everything users have said. A data folder of the Python backend works in place.")
                with { IsCommon = true },
            Of("USER_DATA_SUB_DIR_NAME", FolderName, s => s.UserDataSubDirName, (s, v) => s with { UserDataSubDirName = v },
                "Folder in each user's folder that holds the branches."),
            Of("DURABILITY", OneOf("MODE", ("flush", Durability.Flush), ("os", Durability.Os)), s => s.Durability,
                (s, v) => s with { Durability = v },
                "flush: an answer means it is on the disk. os: faster, but a power cut can lose the last seconds."),
            Of("CACHE_BYTES", Bytes(1 << 20, 1L << 40), s => s.CacheBytes, (s, v) => s with { CacheBytes = v },
                "Memory for conversations in use."),
            Of("TRASH_RETENTION_DAYS", Whole(0, 36_500), s => s.TrashRetentionDays, (s, v) => s with { TrashRetentionDays = v },
                "Days that deleted branches can be brought back."),
        ]),
        new("Images",
        [
            Of("RENDERED_IMAGE_DIR", FolderPath, s => s.RenderedImageDir, (s, v) => s with { RenderedImageDir = v },
                "Where drawn replies wait to be fetched."),
            Of("RENDERED_DEFAULT_IMAGE_TIMEOUT", Seconds(1, 30 * Day), s => s.RenderedImageTimeout,
                (s, v) => s with { RenderedImageTimeout = v },
                "How long an image can be fetched where the request does not say."),
            Of("MARKDOWN_TO_IMAGE_STYLE", Text, s => s.RenderStyle, (s, v) => s with { RenderStyle = v },
                "Theme for users who have set none: light, dark, pink, blue or green."),
            Of("THEME_DIR", FolderPath, s => s.ThemeDir, (s, v) => s with { ThemeDir = v },
                "Themes as .json files; they add to the built-in ones and replace those of the same name."),
            Of("RENDER_MIN_LENGTH", Whole(0, 1_000_000), s => s.RenderMinLength, (s, v) => s with { RenderMinLength = v },
                "Replies of fewer characters stay text though a client asks for an image."),
            Of("RENDER_PARALLEL", Whole(1, 256), s => s.RenderParallel, (s, v) => s with { RenderParallel = v },
                "Images drawn at once.") with { DefaultText = "the number of processors, at least 2" },
            Of("RENDER_QUEUE", Whole(0, 100_000), s => s.RenderQueue, (s, v) => s with { RenderQueue = v },
                "Images that may wait to be drawn; one more is answered with status 503."),
            Of("RENDER_TIMEOUT", Seconds(0.1, Day), s => s.RenderTimeout, (s, v) => s with { RenderTimeout = v },
                "Longest time for an image, waiting included."),
            Of("PUBLIC_URL", OrUnset(HttpUrl), s => s.PublicUrl, (s, v) => s with { PublicUrl = v },
                "Address at which clients reach this server, for the addresses of images.")
                with { DefaultText = "the address the request came to" },
            Of("DEFAULT_OUTPUT_DPI", Whole(48, 384), s => s.OutputDpi, (s, v) => s with { OutputDpi = v },
                "Sharpness of images: 96 is scale 1, 192 is scale 2, right for phones."),
        ]),
        new("Logs",
        [
            Of("LOG_LEVEL", OneOf("LEVEL", LogLevels), s => s.LogLevel, (s, v) => s with { LogLevel = v },
                "The least important lines still written, to standard error.") with { IsCommon = true },
            Of("LOG_FORMAT", OneOf("FORMAT", ("text", LogFormat.Text), ("json", LogFormat.Json)), s => s.LogFormat,
                (s, v) => s with { LogFormat = v },
                "Log lines for people, or one JSON object each."),
            Of("LOG_MESSAGES", Switch, s => s.LogMessages, (s, v) => s with { LogMessages = v },
                "Whether the log has what users and models say; else it has ids and times."),
            Of("SAVE_CALL_LOG", Switch, s => s.SaveCallLog, (s, v) => s with { SaveCallLog = v },
                "Whether each call to a model is logged, with its times, tokens and price. Usage and budgets count either way."),
            Of("CALL_LOG_FILE_PATH", FilePath, s => s.CallLogFilePath, (s, v) => s with { CallLogFilePath = v },
                "The call log: a line of JSON for each call."),
            Of("CALLLOG_DEBONCE_SAVE_WAIT_TIME", SecondsNumber(0, Day), s => s.CallLogWaitSeconds,
                (s, v) => s with { CallLogWaitSeconds = v },
                "Calls are logged together, each at the latest after so long; a server that is killed loses those that wait."),
            Of("CALLLOG_MAX_CACHE_SIZE", Whole(0, 1_000_000), s => s.CallLogMaxPending, (s, v) => s with { CallLogMaxPending = v },
                "As soon as so many calls wait, they are logged, however short their wait."),
            Of("CALLLOG_MAX_FILE_BYTES", Bytes(1 << 10, 1L << 40), s => s.CallLogMaxFileBytes, (s, v) => s with { CallLogMaxFileBytes = v },
                "Before the call log grows beyond this, its file gets a number in its name and a new one is begun."),
            Of("CALLLOG_RETENTION_DAYS", OrNone(Whole(1, 36_500)), s => s.CallLogRetentionDays, (s, v) => s with { CallLogRetentionDays = v },
                "Days until a full file of the call log is deleted; none keeps all. What was used stays counted."),
        ]),
        new("Budgets",
        [
            Of("BUDGET_USER_DAY_TOKENS", OrNone(Number(0, MostOfBudget)), s => s.BudgetUserDayTokens, (s, v) => s with { BudgetUserDayTokens = v },
                "Tokens that each user may use in a day; after that chats get status 429 until the next day."),
            Of("BUDGET_USER_MONTH_TOKENS", OrNone(Number(0, MostOfBudget)), s => s.BudgetUserMonthTokens, (s, v) => s with { BudgetUserMonthTokens = v },
                "Tokens that each user may use in a month; after that chats get status 429 until the next month."),
            Of("BUDGET_USER_DAY_PRICE", OrNone(Number(0, MostOfBudget)), s => s.BudgetUserDayPrice, (s, v) => s with { BudgetUserDayPrice = v },
                "Money that each user may spend in a day, in the currency of the models file's prices; after that chats get status 429 until the next day."),
            Of("BUDGET_USER_MONTH_PRICE", OrNone(Number(0, MostOfBudget)), s => s.BudgetUserMonthPrice, (s, v) => s with { BudgetUserMonthPrice = v },
                "Money that each user may spend in a month, in the currency of the models file's prices; after that chats get status 429 until the next month."),
            Of("BUDGET_ALL_DAY_TOKENS", OrNone(Number(0, MostOfBudget)), s => s.BudgetAllDayTokens, (s, v) => s with { BudgetAllDayTokens = v },
                "Tokens that all users together may use in a day; after that chats get status 429 until the next day."),
            Of("BUDGET_ALL_MONTH_TOKENS", OrNone(Number(0, MostOfBudget)), s => s.BudgetAllMonthTokens, (s, v) => s with { BudgetAllMonthTokens = v },
                "Tokens that all users together may use in a month; after that chats get status 429 until the next month."),
            Of("BUDGET_ALL_DAY_PRICE", OrNone(Number(0, MostOfBudget)), s => s.BudgetAllDayPrice, (s, v) => s with { BudgetAllDayPrice = v },
                "Money that all users together may spend in a day, in the currency of the models file's prices; after that chats get status 429 until the next day."),
            Of("BUDGET_ALL_MONTH_PRICE", OrNone(Number(0, MostOfBudget)), s => s.BudgetAllMonthPrice, (s, v) => s with { BudgetAllMonthPrice = v },
                "Money that all users together may spend in a month, in the currency of the models file's prices; after that chats get status 429 until the next month."),
        ]),
        new("Files",
        [
            Of("CONFIG_FILE_PATH", OrUnset(FilePath), s => s.ConfigFilePath, (s, v) => s with { ConfigFilePath = v },
                "JSON file of settings as the later Python backend has it.")
                with { DefaultText = "./configs/project_config.json where it exists" },
        ]),
    ];

    public static IReadOnlyList<Setting> All { get; } = [.. Groups.SelectMany(group => group.Settings)];

    /// <summary>What deployed files contain and nothing needs any more, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Unused { get; } = UnusedNames();

    static (string, LogLevel)[] LogLevels =>
    [
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
        ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("critical", LogLevel.Critical),
    ];

    static Dictionary<string, string> UnusedNames()
    {
        const string Drawn = "images are drawn by this program itself";
        const string Cached = "there is one cache, bounded by CACHE_BYTES, and it never serves old data";
        var unused = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["WKHTMLTOPDF_PATH"] = Drawn,
            ["WKHTMLTOIMAGE_PATH"] = Drawn,
            ["USER_DATA_METADATA_FILENAME"] = "the file is always called metadata.json",
            ["CONFIG_CACHE_DOWNGRADE_WAIT_TIME"] = Cached,
            ["CONFIG_CACHE_DEBONCE_SAVE_WAIT_TIME"] = "settings of users are saved at once",
        };
        foreach (var store in new[] { "USER_DATA", "CONTEXT_USERDATA", "PROMPT_USERDATA", "USERCONFIG_USERDATA" })
        {
            unused[store + "_CACHE_METADATA"] = Cached;
            unused[store + "_CACHE_DATA"] = Cached;
        }
        return unused;
    }
}
