using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Languages;

/// <summary>Languages that are mostly interpreted.</summary>
static class ScriptLanguages
{
    static readonly StringRule Double = new("\"");
    static readonly StringRule Single = new("'");
    static readonly StringRule TripleDouble = new("\"\"\"") { MultiLine = true };
    static readonly StringRule TripleSingle = new("'''") { MultiLine = true };

    static readonly string[] FormatPrefixes = ["f", "fr", "rf", "t", "tr", "rt"];
    static readonly string[] OtherPrefixes = ["r", "b", "u", "br", "rb"];
    static readonly Interpolation[] Braces = [new("{", "}")];
    static readonly Interpolation[] HashBraces = [new("#{", "}")];

    static readonly StringRule[] PythonQuotes = [TripleDouble, TripleSingle, Double, Single];

    public static readonly Grammar Python = new("python py py3 python3 pyw pyi gyp sage starlark bazel bzl")
    {
        Keywords = """
            and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or
            pass raise return try while with yield
            """,
        Types = "bool bytearray bytes complex dict float frozenset int list object set str tuple type",
        Constants = "True False None self cls __name__ __file__ NotImplemented Ellipsis",
        LineComments = ["#"],
        Strings =
        [
            .. PythonQuotes.Select(q => q with { Prefixes = FormatPrefixes, Interpolations = Braces, DoubledOpenIsText = true }),
            .. PythonQuotes.Select(q => q with { Prefixes = OtherPrefixes }),
            .. PythonQuotes,
        ],
        Decorator = '@',
        FunctionWords = "def",
        TypeWords = "class",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar JavaScript = new("javascript js jsx mjs cjs node")
    {
        Keywords = """
            as async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in
            instanceof let new of return set static super switch this throw try typeof var void while with yield
            """,
        Constants = "true false null undefined NaN Infinity",
        LineComments = ["//"],
        BlockComments = [new("/*", "*/")],
        Strings = [new StringRule("`") { MultiLine = true, Interpolations = [new("${", "}")] }, Double, Single],
        RegexLiterals = true,
        Decorator = '@',
        IdentifierStart = "$#",
        IdentifierPart = "$",
        FunctionWords = "function",
        TypeWords = "class extends",
        Capitals = CapitalRule.Types,
        Jsx = true,
    };

    public static readonly Grammar TypeScript = JavaScript with
    {
        Names = "typescript ts tsx mts cts",
        Keywords = JavaScript.Keywords + """
             abstract accessor asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies
            type unique using
            """,
        Types = "any bigint boolean never number object string symbol unknown void",
        TypeWords = "class extends implements interface enum type namespace",
    };

    public static readonly Grammar Php = new("php-code")
    {
        Keywords = """
            abstract and as break callable case catch class clone const continue declare default do echo else elseif empty enddeclare endfor endforeach endif
            endswitch endwhile enum extends final finally fn for foreach function global goto if implements include include_once instanceof insteadof interface
            isset list match namespace new or print private protected public readonly require require_once return static switch throw trait try unset use
            while xor yield
            """,
        Types = "array bool float int iterable mixed never object string void self parent",
        Constants = "true false null TRUE FALSE NULL",
        LineComments = ["//", "#"],
        BlockComments = [new("/*", "*/")],
        Strings = [Double with { MultiLine = true, Variables = true, Interpolations = [new("{$", "}"), new("${", "}")] }, Single with { MultiLine = true }, new("`")],
        HereDocument = "<<<",
        HashAttributes = true,
        VariableSigils = "$",
        MemberSigns = ["->", "::"],
        FunctionWords = "function",
        TypeWords = "class interface trait enum extends implements new",
        Capitals = CapitalRule.Types,
        Exit = "?>",
    };

    public static readonly Grammar Ruby = new("ruby rb gemfile rakefile podfile vagrantfile jruby")
    {
        Keywords = """
            BEGIN END alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif end ensure extend for if in include
            include module next not or prepend private protected public raise redo rescue require require_relative retry return super then undef unless until when
            while yield
            """,
        Constants = "true false nil self __FILE__ __LINE__ __method__",
        LineComments = ["#"],
        BlockComments = [new("=begin", "=end", OwnLine: true)],
        Strings = [Double with { MultiLine = true, Interpolations = HashBraces }, Single with { MultiLine = true }, new("`") { Interpolations = HashBraces }],
        HereDocument = "<<",
        RegexLiterals = true,
        QuoteSigil = '%',
        VariableSigils = "$@",
        SpecialVariables = "0!?&~",
        Symbols = true,
        IdentifierEnd = "?!",
        MemberSigns = [".", "&."],
        FunctionWords = "def",
        TypeWords = "class module",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar Elixir = Ruby with
    {
        Names = "elixir ex exs",
        Keywords = """
            after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmacrop defmodule defp defprotocol defstruct do else end fn
            for if import in not or quote raise receive require rescue super throw try unless unquote use when with
            """,
        Constants = "true false nil __MODULE__ __DIR__",
        BlockComments = [],
        Strings =
        [
            TripleDouble with { Interpolations = HashBraces },
            TripleSingle with { Interpolations = HashBraces },
            Double with { MultiLine = true, Interpolations = HashBraces },
            Single,
        ],
        HereDocument = null,
        RegexLiterals = false,
        QuoteSigil = '~',
        VariableSigils = "@",
        FunctionWords = "def defp defmacro defmacrop defdelegate defguard",
        TypeWords = "defmodule defprotocol defimpl",
        MemberSigns = ["."],
    };

    public static readonly Grammar Perl = new("perl pl pm")
    {
        Keywords = """
            and cmp continue do else elsif eq for foreach ge given goto gt if last le local lt my ne next no not or our package redo require return state sub
            unless until use when while x xor
            """,
        Constants = "__FILE__ __LINE__ __PACKAGE__ undef",
        Functions = "chomp close defined delete die each exists grep join keys length map open pop print printf push ref reverse say scalar shift sort split sprintf unshift values warn",
        LineComments = ["#"],
        BlockComments = [new("=pod", "=cut", OwnLine: true), new("=head1", "=cut", OwnLine: true), new("=head2", "=cut", OwnLine: true)],
        Strings = [Double with { MultiLine = true, Variables = true, Interpolations = [new("@{", "}"), new("${", "}")] }, Single with { MultiLine = true }, new("`")],
        HereDocument = "<<",
        RegexLiterals = true,
        QuoteWords = "m q qq qr qw qx",
        ReplaceWords = "s tr y",
        VariableSigils = "$@%",
        SpecialVariables = "0&!@#{:",
        MemberSigns = ["->"],
        FunctionWords = "sub",
        TypeWords = "package",
    };

    public static readonly Grammar Lua = new("lua luau")
    {
        Keywords = "and break do else elseif end for function goto if in local not or repeat return then until while",
        Constants = "true false nil self",
        LineComments = ["--"],
        Strings =
        [
            new StringRule("--", "") { Fence = StringFence.LongBrackets, MultiLine = true, Escape = '\0', Class = CodeClass.Comment },
            new StringRule("", "") { Fence = StringFence.LongBrackets, MultiLine = true, Escape = '\0' },
            Double,
            Single,
        ],
        MemberSigns = [".", ":"],
        FunctionWords = "function",
    };

    public static readonly Grammar R = new("r rscript splus")
    {
        Keywords = "break else for function if in next repeat return while library require source",
        Constants = "TRUE FALSE NULL NA NA_integer_ NA_real_ NA_character_ NaN Inf T F pi",
        LineComments = ["#"],
        Strings =
        [
            new StringRule("\"", "") { Prefixes = ["r"], Fence = StringFence.Delimiter, MultiLine = true, Escape = '\0' },
            Double with { MultiLine = true },
            Single with { MultiLine = true },
            new("`"),
        ],
        IdentifierPart = ".",
        MemberSigns = ["$", "@"],
    };

    public static readonly Grammar Matlab = new("matlab octave")
    {
        Keywords = """
            break case catch classdef continue else elseif end endfor endfunction endif endwhile enumeration events for function global if methods otherwise
            parfor persistent properties return spmd switch try until while
            """,
        Constants = "true false pi inf Inf nan NaN eps ans",
        LineComments = ["%", "#"],
        BlockComments = [new("%{", "%}", OwnLine: true)],
        Strings = [Double with { DoubledClose = true, Escape = '\0' }, Single with { DoubledClose = true, Escape = '\0' }],
        TransposeQuote = true,
        TypeWords = "classdef",
    };

    public static readonly Grammar Julia = new("julia jl")
    {
        Keywords = """
            abstract baremodule begin break catch const continue do else elseif end export finally for function global if import in isa let local macro module
            mutable primitive quote return struct try type using where while
            """,
        Constants = "true false nothing missing Inf NaN pi im",
        LineComments = ["#"],
        BlockComments = [new("#=", "=#", Nests: true)],
        Strings =
        [
            TripleDouble with { Prefixes = ["raw"], Escape = '\0' },
            Double with { Prefixes = ["raw", "r"], Escape = '\0' },
            TripleDouble with { Variables = true, Interpolations = [new("$(", ")")] },
            Double with { MultiLine = true, Variables = true, Interpolations = [new("$(", ")")] },
            new("`"),
        ],
        CharLiterals = true,
        VariableSigils = "$",
        Decorator = '@',
        Symbols = true,
        IdentifierEnd = "!",
        FunctionWords = "function macro",
        TypeWords = "struct module type",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar[] All = [Python, JavaScript, TypeScript, Ruby, Elixir, Perl, Lua, R, Matlab, Julia];
}
