using System.Runtime.InteropServices;

namespace Repeater.Render.Drawing.Skia;

/// <summary>
/// The C functions of alphaSkia 2.3.120 that we call. They check nothing: a null handle, a surface of no size or broken
/// image bytes end the process, so only <see cref="Canvas"/> and the handles call them. Colours are 0xAARRGGBB.
/// </summary>
static partial class Native
{
    public const string LibraryName = "alphaskia";

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_switch_to_freetype_fonts")]
    public static partial void SwitchToFreetypeFonts();

    /// <summary>4 is RGBA, 6 is BGRA; both premultiplied.</summary>
    [LibraryImport(LibraryName, EntryPoint = "alphaskia_get_color_type")]
    public static partial int GetColorType();

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_data_new_copy")]
    public static partial DataHandle DataNewCopy(ReadOnlySpan<byte> data, ulong length);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_data_free")]
    public static partial void DataFree(nint data);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_typeface_register")]
    public static partial TypefaceHandle TypefaceRegister(DataHandle data);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_typeface_free")]
    public static partial void TypefaceFree(nint typeface);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_image_from_pixels")]
    public static partial ImageHandle ImageFromPixels(int width, int height, ReadOnlySpan<byte> pixels);

    /// <summary>Returns 0 when the pixels could not be read.</summary>
    [LibraryImport(LibraryName, EntryPoint = "alphaskia_image_read_pixels")]
    public static partial byte ImageReadPixels(ImageHandle image, Span<byte> pixels, ulong rowBytes);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_image_free")]
    public static partial void ImageFree(nint image);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_new")]
    public static partial CanvasHandle CanvasNew();

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_free")]
    public static partial void CanvasFree(nint canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_begin_render")]
    public static partial void CanvasBeginRender(CanvasHandle canvas, int width, int height, float scale);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_end_render")]
    public static partial ImageHandle CanvasEndRender(CanvasHandle canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_set_color")]
    public static partial void CanvasSetColor(CanvasHandle canvas, uint color);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_set_line_width")]
    public static partial void CanvasSetLineWidth(CanvasHandle canvas, float width);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_fill_rect")]
    public static partial void CanvasFillRect(CanvasHandle canvas, float x, float y, float width, float height);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_begin_path")]
    public static partial void CanvasBeginPath(CanvasHandle canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_close_path")]
    public static partial void CanvasClosePath(CanvasHandle canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_move_to")]
    public static partial void CanvasMoveTo(CanvasHandle canvas, float x, float y);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_line_to")]
    public static partial void CanvasLineTo(CanvasHandle canvas, float x, float y);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_quadratic_curve_to")]
    public static partial void CanvasQuadraticCurveTo(
        CanvasHandle canvas, float controlX, float controlY, float x, float y);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_bezier_curve_to")]
    public static partial void CanvasBezierCurveTo(
        CanvasHandle canvas, float control1X, float control1Y, float control2X, float control2Y, float x, float y);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_fill")]
    public static partial void CanvasFill(CanvasHandle canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_stroke")]
    public static partial void CanvasStroke(CanvasHandle canvas);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_draw_image")]
    public static partial void CanvasDrawImage(
        CanvasHandle canvas, ImageHandle image, float x, float y, float width, float height);

    /// <summary>With align and baseline 0 the text starts at x and stands on y.</summary>
    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_fill_text")]
    public static partial void CanvasFillText(
        CanvasHandle canvas, ReadOnlySpan<ushort> utf16, int length, TypefaceHandle typeface,
        float size, float x, float y, int align, int baseline);

    [LibraryImport(LibraryName, EntryPoint = "alphaskia_canvas_measure_text")]
    public static partial float CanvasMeasureText(
        CanvasHandle canvas, ReadOnlySpan<ushort> utf16, int length, TypefaceHandle typeface, float size);
}
