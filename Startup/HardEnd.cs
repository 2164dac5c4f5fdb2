namespace Repeater.Startup;

/// <summary>
/// Ends the process where an orderly end hangs, such as on a disk that does not answer: some time after it was told to stop, soon after it was told
/// twice, at once the third time.
/// </summary>
/// <param name="limit">For an orderly end.</param>
/// <param name="force">Ends the process.</param>
sealed class HardEnd(TimeSpan limit, Action force) : IDisposable
{
    static readonly TimeSpan AfterSecond = TimeSpan.FromSeconds(3);

    readonly Lock _lock = new();
    Timer? _timer;
    bool _isOver;
    int _told;

    public void Tell()
    {
        lock (_lock)
        {
            _told++;
            if (_isOver)
            {
                return;
            }

            _timer ??= new Timer(_ => force());
            _timer.Change(_told switch { 1 => limit, 2 => AfterSecond, _ => TimeSpan.Zero }, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The end came in order.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }
}
