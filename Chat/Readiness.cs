using System.Diagnostics;
using System.Text.Json.Serialization;
using Repeater.Chat.Turns;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>Whether the server can do its work now. A sentence is null where all is well.</summary>
/// <param name="Status"><c>ready</c>, <c>not_ready</c> or <c>stopping</c>.</param>
/// <param name="Disk">Whether a small file could just be written and flushed.</param>
/// <param name="Models">Whether there is one that can be asked.</param>
/// <param name="Queue">Whether chats get on.</param>
/// <param name="Storage">Branches that cannot be changed at the moment are told, and no reason not to be ready.</param>
sealed record ReadinessReport(string Status, DiskReadiness Disk, ModelsReadiness Models, QueueReadiness Queue, StorageReadiness Storage)
{
    [JsonIgnore]
    public bool IsReady => Status == Ready;

    internal const string Ready = "ready";
}

/// <param name="Ok">It was written.</param>
/// <param name="Ms">How long that took.</param>
/// <param name="Problem">What failed, without paths: anybody may ask.</param>
sealed record DiskReadiness(bool Ok, long Ms, string? Problem);

/// <param name="Ok">One can be asked; the built-in parrot can.</param>
/// <param name="Configured">In the models file.</param>
/// <param name="WithoutKey">Of these, how many lack their key.</param>
/// <param name="Problem">What is missing, and what to do.</param>
sealed record ModelsReadiness(bool Ok, int Configured, int WithoutKey, string? Problem);

/// <param name="Ok">No more wait than run.</param>
/// <param name="Running">Turns.</param>
/// <param name="Waiting">Turns.</param>
/// <param name="Places">Most that run at once.</param>
sealed record QueueReadiness(bool Ok, int Running, int Waiting, int Places);

/// <param name="Ok">None.</param>
/// <param name="ReadOnlyBranches">A failed write could not be taken back in them.</param>
sealed record StorageReadiness(bool Ok, int ReadOnlyBranches);

/// <summary>Finds out whether the server can do its work. The disk is tried at most once a second, however many ask.</summary>
sealed class Readiness(UserStore store, ModelCatalog models, TurnQueue queue, Shutdown shutdown, Func<string, string?> environment)
{
    static readonly TimeSpan ProbeLifetime = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    Task<DiskReadiness>? _probe;
    long _probed;

    public async Task<ReadinessReport> ReportAsync()
    {
        var disk = await DiskAsync();
        var known = Models();
        var turns = new QueueReadiness(queue.Waiting <= queue.Places, queue.Running, queue.Waiting, queue.Places);
        var branches = store.ReadOnlyBranches;
        var status = shutdown.HasBegun ? "stopping" : disk.Ok && known.Ok && turns.Ok ? ReadinessReport.Ready : "not_ready";
        return new(status, disk, known, turns, new(branches == 0, branches));
    }

    async Task<DiskReadiness> DiskAsync()
    {
        Task<DiskReadiness> probe;
        lock (_lock)
        {
            if (_probe is null || (_probe.IsCompleted && Stopwatch.GetElapsedTime(_probed) > ProbeLifetime))
            {
                (_probe, _probed) = (ProbeAsync(), Stopwatch.GetTimestamp());
            }

            probe = _probe;
        }

        try
        {
            return await probe.WaitAsync(LongestProbe);
        }
        catch (TimeoutException)
        {
            return new(false, (long)Stopwatch.GetElapsedTime(_probed).TotalMilliseconds, "The disk does not answer.");
        }
    }

    async Task<DiskReadiness> ProbeAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        string? problem = null;
        try
        {
            await store.ProbeAsync();
        }
        catch (StorageException error)
        {
            problem = error.Failure == StorageFailure.DiskFull ? "The disk is full." : "The data folder cannot be written; the log says why.";
        }

        return new(problem is null, (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds, problem);
    }

    ModelsReadiness Models()
    {
        var all = models.Current.Models;
        if (all.All(model => model.IsParrot))
        {
            return new(true, 0, 0, "No provider is configured, so the built-in parrot answers. For a real model write ./config/apiconfig.json.");
        }

        var configured = all.Where(model => !model.IsParrot).ToList();
        var keyless = configured.Count(LacksKey);
        return new(
            keyless < configured.Count, configured.Count, keyless,
            keyless == 0 ? null : $"{keyless} of {configured.Count} models lack their key: the first lines of the server's output name the variables.");
    }

    bool LacksKey(ModelInfo model) =>
        model.ApiKeyVariables.Count > 0 && model.ApiKeyVariables.All(name => string.IsNullOrEmpty(environment(name)));
}
