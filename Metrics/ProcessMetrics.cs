using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Repeater.Metrics;

/// <summary>What the process uses of the machine.</summary>
static class ProcessMetrics
{
    // The clock of the machine may be set meanwhile.
    static readonly Stopwatch Started = Stopwatch.StartNew();

    public static IEnumerable<Metric> All =>
    [
        new Gauge("repeater_build_info", "Always 1; the labels say what runs.", ["version", "runtime", "kind"],
            () => [(new(BuildInfo.Version, RuntimeInformation.FrameworkDescription, BuildInfo.IsNative ? "native" : "managed"), 1)]),
        new Gauge("repeater_uptime_seconds", "Since the server started.", () => Started.Elapsed.TotalSeconds),
        new Gauge("process_cpu_seconds_total", "Processor time used.", () => Environment.CpuUsage.TotalTime.TotalSeconds, "counter"),
        new Gauge("process_resident_memory_bytes", "Memory in use, as the system counts it.", () => Environment.WorkingSet),
        new Gauge("process_threads", "Threads.", () => Look(process => process.Threads.Count)),
        new Gauge("process_open_fds", "Open files and connections; handles on Windows.", OpenHandles),
        new Gauge("dotnet_gc_heap_bytes", "Memory of live objects and of what is not collected yet.", () => GC.GetTotalMemory(false)),
        new Gauge("dotnet_gc_collections_total", "Garbage collections.", ["generation"],
            () => [(new("0"), GC.CollectionCount(0)), (new("1"), GC.CollectionCount(1)), (new("2"), GC.CollectionCount(2))], "counter"),
        new Gauge("dotnet_gc_pause_seconds_total", "Time that collections held everything up.", () => GC.GetTotalPauseDuration().TotalSeconds, "counter"),
        new Gauge("dotnet_threadpool_threads", "Threads of the pool.", () => ThreadPool.ThreadCount),
        new Gauge("dotnet_threadpool_queue_length", "Work that waits for one of them.", () => ThreadPool.PendingWorkItemCount),
    ];

    static double OpenHandles() => Look(process =>
        OperatingSystem.IsLinux() ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : process.HandleCount);

    static double Look(Func<Process, double> read)
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return read(process);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // A bare root without /proc.
            return double.NaN;
        }
    }
}
