namespace Repeater.Render.Highlighting.Languages;

/// <summary>Functional languages, queries, Basic.</summary>
static class OtherLanguages
{
    static readonly StringRule Double = new("\"");

    public static readonly Grammar Haskell = new("haskell hs lhs purescript elm")
    {
        Keywords = """
            as case class data default deriving do else family forall foreign hiding if import in infix infixl infixr instance let mdo module newtype of
            pattern proc qualified rec then type where
            """,
        Types = "IO",
        Constants = "True False otherwise undefined",
        LineComments = ["--"],
        NoCommentBefore = "!#$%&*+./<=>?@\\^|~:",
        BlockComments = [new("{-", "-}", Nests: true)],
        Strings = [new StringRule("{-#", "#-}") { Class = Markdown.CodeClass.Meta, MultiLine = true, Escape = '\0' }, Double],
        CharLiterals = true,
        IdentifierPart = "'",
        MemberSigns = [],
        Calls = false,
        Signature = "::",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar OCaml = new("ocaml ml mli")
    {
        Keywords = """
            and as assert begin class constraint do done downto else end exception external for fun function functor if in include inherit initializer lazy let
            match method module mutable new object of open or private rec sig struct then to try type val virtual when while with
            """,
        Types = "int float bool char string unit list array option bytes",
        Constants = "true false",
        BlockComments = [new("(*", "*)", Nests: true)],
        Strings = [new StringRule("{|", "|}") { MultiLine = true, Escape = '\0' }, Double with { MultiLine = true }],
        CharLiterals = true,
        Lifetimes = true,
        IdentifierPart = "'",
        FunctionWords = "let rec val",
        TypeWords = "type module",
        Calls = false,
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar FSharp = OCaml with
    {
        Names = "fsharp fs f# fsx fsi",
        Keywords = """
            abstract and as assert async base begin class default delegate do done downcast downto elif else end exception extern finally fixed for fun function
            global if in inherit inline interface internal lazy let match member module mutable namespace new not of open or override private public rec
            return sig static struct task then to try type upcast use val void when while with yield
            """,
        Types = "int int64 float bool char string unit list array option seq byte decimal obj uint",
        Constants = "true false null",
        LineComments = ["//"],
        Strings =
        [
            new StringRule("$\"\"\"", "\"\"\"") { MultiLine = true, Escape = '\0', Interpolations = [new("{", "}")], DoubledOpenIsText = true },
            new StringRule("\"\"\"") { MultiLine = true, Escape = '\0' },
            new StringRule("$\"", "\"") { Interpolations = [new("{", "}")], DoubledOpenIsText = true },
            new StringRule("@\"", "\"") { MultiLine = true, Escape = '\0', DoubledClose = true },
            Double with { MultiLine = true },
        ],
        Directive = '#',
        FunctionWords = "let rec member",
    };

    public static readonly Grammar Sql = new("sql mysql postgres postgresql pgsql plsql plpgsql tsql sqlite sqlite3 mssql hql")
    {
        IgnoreCase = true,
        Keywords = """
            add after all alter analyze and any as asc auto_increment before begin between by cascade case charset check collate column commit conflict constraint create cross current
            database declare default delete desc describe distinct do drop each else elseif end engine except exec execute exists explain fetch filter for foreign
            from full function grant group having if ilike in index inner insert intersect interval into is isolation join key language lateral left level
            like limit loop materialized merge natural not nothing of offset on or order outer over partition prepare primary procedure range recursive references
            replace return returning returns revoke right rollback row rows savepoint schema select set show some start table temporary then to top
            transaction trigger truncate union unique unsigned update use using values view when where while window with work
            """,
        Types = """
            bigint binary bit blob bool boolean bytea char character clob date datetime decimal double enum float int integer json jsonb long money nchar numeric
            nvarchar precision real serial bigserial smallint text time timestamp timestamptz tinyint uuid varbinary varchar varying xml
            """,
        Constants = "null true false unknown current_date current_time current_timestamp",
        LineComments = ["--"],
        BlockComments = [new("/*", "*/", Nests: true)],
        Strings =
        [
            new StringRule("'") { MultiLine = true, Escape = '\0', DoubledClose = true, Prefixes = ["n", "x", "b", "u"] },
            new StringRule("'") { MultiLine = true, Prefixes = ["e"] },
            new StringRule("'") { MultiLine = true, Escape = '\0', DoubledClose = true },
            Double with { Escape = '\0', DoubledClose = true },
            new StringRule("`") { Escape = '\0' },
        ],
        VariableSigils = "@",
        CallsAreClose = true,
        FunctionWords = "function procedure",
    };

    public static readonly Grammar VisualBasic = new("vb vbnet visualbasic vba vbs vbscript basic")
    {
        IgnoreCase = true,
        Keywords = """
            addhandler addressof and andalso as async await byref byval call case catch class const continue declare default delegate dim do each else elseif end
            enum erase error event exit finally for friend from function get gettype global gosub goto handles if implements imports in inherits interface is
            isnot let lib like loop me mod module mustinherit mustoverride mybase namespace new next not notinheritable of on operator option optional or orelse
            overloads overridable overrides paramarray partial private property protected public raiseevent readonly redim removehandler resume return select
            set shadows shared static step stop structure sub synclock then throw to try typeof until using wend when where while with withevents writeonly xor yield
            """,
        Types = "boolean byte char date decimal double integer long object sbyte short single string uinteger ulong ushort variant",
        Constants = "true false nothing null empty",
        LineComments = ["'", "rem", "REM", "Rem"],
        Strings = [new StringRule("$\"", "\"") { Escape = '\0', DoubledClose = true, Interpolations = [new("{", "}")], DoubledOpenIsText = true }, Double with { Escape = '\0', DoubledClose = true }],
        Directive = '#',
        LineContinuation = '_',
        FunctionWords = "sub function property",
        TypeWords = "class module structure interface enum new",
    };

    public static readonly Grammar[] All = [Haskell, OCaml, FSharp, Sql, VisualBasic];
}
