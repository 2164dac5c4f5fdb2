using System.Collections.Frozen;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

/// <summary>What tells a language from others, as a table for one scanner. Lists of words are separated by spaces.</summary>
sealed record Grammar(string Names) : Language(Names)
{
    FrozenDictionary<string, CodeClass>? _words;
    FrozenDictionary<string, CodeClass>? _introducers;
    FrozenDictionary<string, int>? _quoteParts;

    /// <summary>A word with a dot before it is one only as a member: <c>.await</c>.</summary>
    public string Keywords { get; init; } = "";

    public string Types { get; init; } = "";

    public string Constants { get; init; } = "";

    public string Functions { get; init; } = "";

    public bool IgnoreCase { get; init; }

    public string[] LineComments { get; init; } = [];

    /// <summary>Followed by one of these, the sign of a line comment is an operator.</summary>
    public string NoCommentBefore { get; init; } = "";

    /// <summary>The sign of a line comment counts only where a word could begin.</summary>
    public bool CommentsBeginWords { get; init; }

    public BlockComment[] BlockComments { get; init; } = [];

    /// <summary>The first that fits counts, so longer signs come first.</summary>
    public StringRule[] Strings { get; init; } = [];

    /// <summary>The sign of a text that begins on the next line and ends with a line of its own.</summary>
    public string? HereDocument { get; init; }

    /// <summary>Single quotes hold one character; unpaired ones are signs.</summary>
    public bool CharLiterals { get; init; }

    /// <summary>An unpaired single quote and the word after it name a lifetime.</summary>
    public bool Lifetimes { get; init; }

    /// <summary>A single quote after a value is an operator.</summary>
    public bool TransposeQuote { get; init; }

    /// <summary><c>/…/</c> where a value may stand.</summary>
    public bool RegexLiterals { get; init; }

    /// <summary>Words that make quotes of the sign after them: <c>qw(…)</c>.</summary>
    public string QuoteWords { get; init; } = "";

    /// <summary>The same with two parts: <c>s/…/…/</c>.</summary>
    public string ReplaceWords { get; init; } = "";

    /// <summary>A sign that with a letter makes quotes of the sign after it: <c>%w[…]</c>.</summary>
    public char QuoteSigil { get; init; }

    /// <summary>Allowed between digits.</summary>
    public string NumberSeparators { get; init; } = "_";

    /// <summary>Begins a decorator or annotation.</summary>
    public char Decorator { get; init; }

    /// <summary>Begins a directive where it is first on a line.</summary>
    public char Directive { get; init; }

    /// <summary><c>#[…]</c> and <c>#![…]</c> are attributes.</summary>
    public bool HashAttributes { get; init; }

    /// <summary>Each begins the name of a variable.</summary>
    public string VariableSigils { get; init; } = "";

    /// <summary>After the first sigil, each is the whole name of a variable.</summary>
    public string SpecialVariables { get; init; } = "";

    /// <summary><c>%NAME%</c>, <c>%1</c>, <c>%%i</c>, <c>!NAME!</c>.</summary>
    public bool PercentVariables { get; init; }

    /// <summary><c>$(NAME)</c> and <c>${NAME}</c> are variables.</summary>
    public bool MakeVariables { get; init; }

    /// <summary><c>:name</c> is a constant.</summary>
    public bool Symbols { get; init; }

    /// <summary>Besides letters and the underscore.</summary>
    public string IdentifierStart { get; init; } = "";

    /// <summary>Besides letters, digits and the underscore.</summary>
    public string IdentifierPart { get; init; } = "";

    /// <summary>Besides those, as its last character.</summary>
    public string IdentifierEnd { get; init; } = "";

    /// <summary>After it comes the name of a member, which is no keyword.</summary>
    public string[] MemberSigns { get; init; } = ["."];

    /// <summary>Keywords after which a function is named.</summary>
    public string FunctionWords { get; init; } = "";

    /// <summary>Keywords after which a type is named.</summary>
    public string TypeWords { get; init; } = "";

    /// <summary>A name before <c>(</c> is a function.</summary>
    public bool Calls { get; init; } = true;

    /// <summary>Only one directly before the parenthesis: <c>INSERT INTO t (a)</c> calls nothing.</summary>
    public bool CallsAreClose { get; init; }

    /// <summary>Directly after a name, it makes the name that of a macro.</summary>
    public char MacroSign { get; init; }

    /// <summary>A name before this sign is a function; empty for none.</summary>
    public string Signature { get; init; } = "";

    public CapitalRule Capitals { get; init; }

    /// <summary>At the end of a line, it goes on with the next.</summary>
    public char LineContinuation { get; init; } = '\\';

    /// <summary>What the first word of a command is; plain for none. Where it is a function, the words after it are no keywords.</summary>
    public CodeClass Command { get; init; }

    /// <summary>After one of these, or at the start of a line, a command begins.</summary>
    public string CommandSeparators { get; init; } = "";

    /// <summary>A word that begins with a hyphen is an option.</summary>
    public bool Options { get; init; }

    /// <summary>A word before a colon that begins a line is a label.</summary>
    public bool Labels { get; init; }

    /// <summary>Elements may stand where a value may.</summary>
    public bool Jsx { get; init; }

    /// <summary>Ends code of this language inside another; empty for none.</summary>
    public string Exit { get; init; } = "";

    public FrozenDictionary<string, CodeClass> Words => _words ??= Collect(
        (Keywords, CodeClass.Keyword), (Types, CodeClass.Type), (Constants, CodeClass.Number), (Functions, CodeClass.Function));

    /// <summary>What the word after a keyword is.</summary>
    public FrozenDictionary<string, CodeClass> Introducers => _introducers ??= Collect((FunctionWords, CodeClass.Function), (TypeWords, CodeClass.Type));

    /// <summary>How many parts a quote has that a word begins.</summary>
    public FrozenDictionary<string, int> QuoteParts => _quoteParts ??= Collect((QuoteWords, 1), (ReplaceWords, 2));

    public override void Scan(CodeCursor cursor) => new GrammarScanner(this, cursor).Scan();

    public bool IsStart(char c) => char.IsLetter(c) || c == '_' || IdentifierStart.Contains(c);

    public bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_' || IdentifierPart.Contains(c);

    // Made when first needed, and again by a thread that asks at the same time: all of them are equal.
    FrozenDictionary<string, T> Collect<T>(params (string Words, T Kind)[] lists)
    {
        var words = new Dictionary<string, T>(IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var (list, kind) in lists)
        {
            foreach (var word in list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                words[word] = kind;
            }
        }

        return words.ToFrozenDictionary(words.Comparer);
    }
}

/// <summary>A comment between two signs.</summary>
readonly record struct BlockComment(string Open, string Close, bool Nests = false, bool OwnLine = false);

/// <summary>What a name that begins with a capital is.</summary>
enum CapitalRule
{
    None,

    /// <summary>A type; all in capitals, a constant.</summary>
    Types,

    /// <summary>The same, but methods and members have capitals too.</summary>
    TypesExceptMembers,
}
