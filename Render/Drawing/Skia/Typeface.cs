namespace Repeater.Render.Drawing.Skia;

/// <summary>A font as Skia draws it. Loading copies the font's bytes, so it is done once and on first need.</summary>
sealed class Typeface
{
    Typeface(TypefaceHandle handle) => Handle = handle;

    internal TypefaceHandle Handle { get; }

    /// <exception cref="RenderingUnavailableException">The native library cannot be loaded here, or refuses the font.</exception>
    public static Typeface Load(EmbeddedResource font)
    {
        NativeLoader.EnsureLoaded();
        using var data = Native.DataNewCopy(font.Bytes, (ulong)font.Bytes.Length);
        var handle = Native.TypefaceRegister(data);
        font.GiveBack();
        return handle.IsInvalid
            ? throw new RenderingUnavailableException("The drawing library refused a font of this executable.")
            : new Typeface(handle);
    }
}
