using System.Globalization;
using Repeater.Render.Drawing;

namespace Repeater.Render.Formulas;

/// <summary>
/// Outlines as SVG writes them (M L H V C S Z, large letters absolute). "@" stands for a length that varies, "@+9" for
/// that length and 9 more.
/// </summary>
ref struct PathParser(string text, double length)
{
    readonly List<OutlineStep> _steps = [];
    int _at = 0;
    double _x = 0;
    double _y = 0;

    public static Outline Parse(string text, double length = 0) => new PathParser(text, length).Steps();

    Outline Steps()
    {
        var (startX, startY) = (0.0, 0.0);
        var (controlX, controlY) = (0.0, 0.0);
        var command = 'M';
        while (SkipSeparators())
        {
            if (char.IsAsciiLetter(text[_at]))
            {
                command = text[_at++];
            }

            var (fromX, fromY) = char.IsAsciiLetterLower(command) ? (_x, _y) : (0, 0);
            var (beforeX, beforeY) = (_x, _y);
            var isSmooth = false;
            switch (char.ToUpperInvariant(command))
            {
                case 'M':
                    (_x, _y) = (startX, startY) = (fromX + Number(), fromY + Number());
                    _steps.Add(new(OutlineVerb.Move, Here));

                    // Further pairs are lines.
                    command = command == 'm' ? 'l' : 'L';
                    break;
                case 'L':
                    (_x, _y) = (fromX + Number(), fromY + Number());
                    _steps.Add(new(OutlineVerb.Line, Here));
                    break;
                case 'H':
                    _x = fromX + Number();
                    _steps.Add(new(OutlineVerb.Line, Here));
                    break;
                case 'V':
                    _y = fromY + Number();
                    _steps.Add(new(OutlineVerb.Line, Here));
                    break;
                case 'C' or 'S':
                    var first = command is 'c' or 'C'
                        ? new Point((float)(fromX + Number()), (float)(fromY + Number()))
                        : new Point((float)(2 * _x - controlX), (float)(2 * _y - controlY));
                    (controlX, controlY) = (fromX + Number(), fromY + Number());
                    (_x, _y) = (fromX + Number(), fromY + Number());
                    _steps.Add(new(OutlineVerb.Cubic, Here, first, new((float)controlX, (float)controlY)));
                    isSmooth = true;
                    break;
                case 'Z':
                    (_x, _y) = (startX, startY);
                    _steps.Add(new(OutlineVerb.Close, Here));
                    break;
                default:
                    throw new InvalidOperationException($"The outline {text} has a {command}.");
            }

            if (!isSmooth)
            {
                (controlX, controlY) = (_x, _y);
            }
        }

        return new(_steps);
    }

    readonly Point Here => new((float)_x, (float)_y);

    bool SkipSeparators()
    {
        while (_at < text.Length && text[_at] is ' ' or ',')
        {
            _at++;
        }

        return _at < text.Length;
    }

    double Number()
    {
        SkipSeparators();
        var sign = 1;
        if (text[_at] is '-' or '+')
        {
            sign = text[_at++] == '-' ? -1 : 1;
        }

        if (text[_at] == '@')
        {
            _at++;
            return sign * (length + (_at < text.Length && text[_at] == '+' ? Number() : 0));
        }

        var start = _at;
        var hasPoint = false;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && !hasPoint)))
        {
            hasPoint |= text[_at++] == '.';
        }

        return sign * double.Parse(text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
