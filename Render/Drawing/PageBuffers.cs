using System.Collections.Concurrent;

namespace Repeater.Render.Drawing;

/// <summary>
/// Large arrays for drawing, of one length each, used again and again: a page needs several megabytes, and made anew for
/// each they would pile up until a full collection.
/// </summary>
/// <param name="length">Of every array.</param>
/// <param name="maxKept">So many wait for their next use; what is beyond is left to the collector.</param>
sealed class PageBuffers<T>(int length, int maxKept)
{
    readonly ConcurrentBag<T[]> _kept = [];

    /// <summary>An array of the length; its content is what the last user left.</summary>
    public T[] Take() => _kept.TryTake(out var array) ? array : GC.AllocateUninitializedArray<T>(length);

    public void Return(T[] array)
    {
        if (_kept.Count < maxKept)
        {
            _kept.Add(array);
        }
    }
}
