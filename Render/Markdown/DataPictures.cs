using System.Buffers;
using System.Globalization;
using System.Text;
using Repeater.Render.Drawing;

namespace Repeater.Render.Markdown;

/// <summary>
/// Pictures written into the text as <c>data:</c> addresses. Their payloads are taken out before anything is parsed,
/// so that megabytes of base64 neither count as text nor pass through the parser.
/// </summary>
sealed class DataPictures
{
    const int MaxBase64 = 4 * 1024 * 1024;
    const int MaxSide = 4096;
    const int MaxPixels = 12_000_000;

    // Below this length an address is left where it is.
    const int ShortEnough = 120;
    const string Marker = "data:picture-";

    static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    static readonly SearchValues<char> MediaType = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-");

    readonly List<string> _taken = [];
    readonly Func<ReadOnlyMemory<byte>, Bitmap?> _decodePng;
    int _pixelsLeft = 2 * MaxPixels;

    public DataPictures(string source, Func<ReadOnlyMemory<byte>, Bitmap?> decodePng)
    {
        _decodePng = decodePng;
        Source = TakeOut(source);
    }

    /// <summary>The text with a short marker in place of every long address.</summary>
    public string Source { get; }

    /// <summary>The picture of an address; null when it is no PNG of reasonable size.</summary>
    public Bitmap? Decode(string target)
    {
        const string Png = "data:image/png;base64,";
        var address = IsMarker(target) ? _taken[Index(target)] : target;
        if (!address.StartsWith(Png, StringComparison.OrdinalIgnoreCase) || address.Length > MaxBase64)
        {
            return null;
        }

        var bytes = new byte[address.Length];
        if (!Convert.TryFromBase64Chars(address.AsSpan(Png.Length), bytes, out var length)
            || _decodePng(bytes.AsMemory(0, length)) is not { } bitmap
            || bitmap.Width > MaxSide || bitmap.Height > MaxSide
            || bitmap.Width * bitmap.Height > _pixelsLeft)
        {
            return null;
        }

        _pixelsLeft -= bitmap.Width * bitmap.Height;
        return bitmap;
    }

    /// <summary>Text that may hold markers, with the start of each address in their place.</summary>
    public string Restore(string text)
    {
        if (_taken.Count == 0 || !text.Contains(Marker, StringComparison.Ordinal))
        {
            return text;
        }

        var restored = new StringBuilder(text);
        for (var i = 0; i < _taken.Count; i++)
        {
            restored.Replace(MarkerOf(i), string.Concat(_taken[i].AsSpan(0, ShortEnough / 2), "…"));
        }

        return restored.ToString();
    }

    string TakeOut(string source)
    {
        const string Start = "data:image/";
        const string Encoding = ";base64,";
        var kept = new StringBuilder();
        var from = 0;
        while (source.IndexOf(Start, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var start)
        {
            var rest = source.AsSpan(start + Start.Length);
            var type = rest.IndexOfAnyExcept(MediaType);
            var end = start + Start.Length;
            if (type >= 0 && rest[type..].StartsWith(Encoding, StringComparison.OrdinalIgnoreCase))
            {
                end += type + Encoding.Length;
                var payload = source.AsSpan(end).IndexOfAnyExcept(Base64);
                end = payload < 0 ? source.Length : end + payload;
            }

            if (end - start > ShortEnough)
            {
                kept.Append(source, from, start - from).Append(MarkerOf(_taken.Count));
                _taken.Add(source[start..end]);
            }
            else
            {
                kept.Append(source, from, end - from);
            }

            from = end;
        }

        return from == 0 ? source : kept.Append(source, from, source.Length - from).ToString();
    }

    static string MarkerOf(int index) => Marker + index.ToString("D4", CultureInfo.InvariantCulture);

    bool IsMarker(string target) => target.StartsWith(Marker, StringComparison.Ordinal) && Index(target) < _taken.Count;

    static int Index(string marker) =>
        int.TryParse(marker.AsSpan(Marker.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;
}
