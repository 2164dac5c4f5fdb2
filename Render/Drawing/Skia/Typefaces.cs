using Repeater.Render.Text;

namespace Repeater.Render.Drawing.Skia;

/// <summary>The fonts inside the executable as Skia draws them, each loaded on first need and then kept.</summary>
static class Typefaces
{
    static readonly Lazy<Typeface>[] Loaded =
        [.. Enum.GetValues<FontFace>().Select(face => new Lazy<Typeface>(() => Typeface.Load(Fonts.Open(face))))];

    public static Typeface Of(FontFace face) => Loaded[(int)face].Value;
}
