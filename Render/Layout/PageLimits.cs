namespace Repeater.Render.Layout;

/// <summary>How large pages may be. Chats refuse or spoil pictures that are larger.</summary>
/// <param name="Width">Fixed width in logical pixels; null lets the content choose.</param>
/// <param name="Scale">Device pixels for a logical one.</param>
/// <param name="MaxPages">What does not fit on so many pages is left out, with a note of how much.</param>
/// <param name="MaxDeviceHeight">In device pixels.</param>
sealed record PageLimits(float? Width, float Scale, int MaxPages, int MaxDeviceHeight)
{
    // QQ clients send a picture as a file when width and height together are more, or one is so many times the other.
    const int MaxWidthAndHeight = 10_000;
    const int MaxRatio = 20;

    /// <summary>The greatest height of a page of that width, in logical pixels.</summary>
    public float MaxHeight(float width)
    {
        var device = width * Scale;
        return MathF.Min(MaxDeviceHeight, MathF.Min(MaxWidthAndHeight - device, device * MaxRatio)) / Scale;
    }
}
