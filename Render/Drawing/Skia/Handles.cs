using Microsoft.Win32.SafeHandles;

namespace Repeater.Render.Drawing.Skia;

/// <summary>An owned native object; an invalid handle means the library refused to make it.</summary>
abstract class SkiaHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected abstract void Free();

    protected override bool ReleaseHandle()
    {
        Free();
        return true;
    }
}

sealed class DataHandle : SkiaHandle
{
    protected override void Free() => Native.DataFree(handle);
}

sealed class TypefaceHandle : SkiaHandle
{
    protected override void Free() => Native.TypefaceFree(handle);
}

sealed class ImageHandle : SkiaHandle
{
    protected override void Free() => Native.ImageFree(handle);
}

sealed class CanvasHandle : SkiaHandle
{
    protected override void Free() => Native.CanvasFree(handle);
}
