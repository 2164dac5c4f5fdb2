namespace Repeater.Render;

/// <summary>What a theme has a colour for. A theme file names each in camel case.</summary>
enum ThemeColor
{
    Background,
    Text,

    /// <summary>Labels, footers, remarks.</summary>
    Muted,
    Heading,

    /// <summary>The line under headings of the first two levels.</summary>
    HeadingRule,
    Link,
    CodeBackground,

    /// <summary>The bar at the left of a code block.</summary>
    CodeBar,
    CodeText,
    QuoteBackground,
    QuoteBar,
    QuoteText,
    TableBorder,
    TableHeader,

    /// <summary>A thematic break.</summary>
    Rule,

    /// <summary>Behind marked text.</summary>
    Mark,

    // Bars and titles of alerts.
    Note,
    Tip,
    Important,
    Warning,
    Caution,

    // Coloured code.
    Keyword,
    Type,
    Function,
    String,
    Number,
    Comment,
    Operator,
    Tag,
    Meta,
}
