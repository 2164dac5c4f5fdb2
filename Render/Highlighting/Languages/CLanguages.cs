namespace Repeater.Render.Highlighting.Languages;

/// <summary>C and what grew from it.</summary>
static class CLanguages
{
    static readonly BlockComment Comment = new("/*", "*/");
    static readonly BlockComment NestedComment = new("/*", "*/", Nests: true);
    static readonly StringRule Double = new("\"");
    static readonly StringRule Single = new("'");
    static readonly StringRule Text = new("\"\"\"") { MultiLine = true };

    const string CKeywords = """
        auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef
        union volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local
        """;

    const string CTypes = """
        void char short int long float double signed unsigned bool size_t ssize_t ptrdiff_t intptr_t uintptr_t wchar_t int8_t int16_t int32_t int64_t
        uint8_t uint16_t uint32_t uint64_t va_list
        """;

    public static readonly Grammar C = new("c h")
    {
        Keywords = CKeywords,
        Types = CTypes,
        Constants = "NULL true false nullptr",
        LineComments = ["//"],
        BlockComments = [Comment],
        Strings = [Double, Single, Double with { Prefixes = ["L", "u8", "u", "U"] }, Single with { Prefixes = ["L", "u", "U"] }],
        NumberSeparators = "_'",
        Directive = '#',
        MemberSigns = [".", "->"],
        TypeWords = "struct enum union",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar Cpp = C with
    {
        Names = "cpp c++ cc cxx hpp h++ hh hxx arduino ino cuda cu",
        Keywords = $"""
            {CKeywords} alignas alignof and and_eq asm bitand bitor catch class co_await co_return co_yield compl concept const_cast consteval
            constexpr constinit decltype delete dynamic_cast explicit export final friend import module mutable namespace new noexcept not not_eq operator or
            or_eq override private protected public reinterpret_cast requires static_assert static_cast template this thread_local throw try typeid typename
            using virtual xor xor_eq
            """,
        Types = $"{CTypes} char8_t char16_t char32_t string string_view vector map unordered_map set unordered_set unique_ptr shared_ptr optional variant tuple pair function",
        Strings = [new StringRule("\"", "") { Prefixes = ["R", "LR", "uR", "UR", "u8R"], Fence = StringFence.Delimiter, MultiLine = true, Escape = '\0' }, .. C.Strings],
        TypeWords = "struct enum union class typename concept",
    };

    public static readonly Grammar ObjectiveC = C with
    {
        Names = "objectivec objc objective-c obj-c m mm",
        Keywords = $"{CKeywords} in self super out inout",
        Types = $"{CTypes} id instancetype SEL IMP BOOL NSInteger NSUInteger CGFloat",
        Constants = "nil Nil YES NO NULL true false",
        Strings = [new StringRule("@\"", "\""), .. C.Strings],
        Decorator = '@',
        Capitals = CapitalRule.TypesExceptMembers,
    };

    public static readonly Grammar CSharp = new("csharp cs c# dotnet")
    {
        Keywords = """
            abstract add alias and as ascending async await base break by case catch checked class const continue default delegate descending do else enum event
            explicit extern file finally fixed for foreach from get global goto group if implicit in init interface internal into is join let lock
            managed namespace new not on operator or orderby out override params partial private protected public readonly record ref remove required return scoped
            sealed select set sizeof stackalloc static struct switch this throw try typeof unchecked unmanaged unsafe using value virtual volatile when where
            while with yield
            """,
        Types = "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort var void",
        Constants = "true false null",
        LineComments = ["//"],
        BlockComments = [Comment],
        Strings =
        [
            new StringRule("$\"\"\"", "") { Fence = StringFence.Quotes, MultiLine = true, Escape = '\0', Interpolations = [new("{", "}")] },
            new StringRule("\"\"\"", "") { Fence = StringFence.Quotes, MultiLine = true, Escape = '\0' },
            new StringRule("$@\"", "\"") { MultiLine = true, Escape = '\0', DoubledClose = true, Interpolations = [new("{", "}")], DoubledOpenIsText = true },
            new StringRule("@$\"", "\"") { MultiLine = true, Escape = '\0', DoubledClose = true, Interpolations = [new("{", "}")], DoubledOpenIsText = true },
            new StringRule("@\"", "\"") { MultiLine = true, Escape = '\0', DoubledClose = true },
            new StringRule("$\"", "\"") { Interpolations = [new("{", "}")], DoubledOpenIsText = true },
            Double,
            Single,
        ],
        Directive = '#',
        TypeWords = "class struct interface enum record new",
        Capitals = CapitalRule.TypesExceptMembers,
    };

    public static readonly Grammar Java = new("java")
    {
        Keywords = """
            abstract assert break case catch class continue default do else enum exports extends final finally for goto if implements import instanceof interface
            module native new non-sealed package permits private protected public record requires return sealed static strictfp super switch synchronized
            this throw throws transient try volatile when while yield .class
            """,
        Types = "boolean byte char double float int long short var void",
        Constants = "true false null",
        LineComments = ["//"],
        BlockComments = [Comment],
        Strings = [Text, Double, Single],
        Decorator = '@',
        IdentifierStart = "$",
        IdentifierPart = "$",
        TypeWords = "class interface enum record extends implements",
        Capitals = CapitalRule.Types,
    };

    static readonly Interpolation[] DollarBraces = [new("${", "}")];

    public static readonly Grammar Kotlin = Java with
    {
        Names = "kotlin kt kts",
        Keywords = """
            abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external final finally for
            fun get if import in infix init inline inner interface internal is it lateinit noinline object open operator out override package private
            protected public reified return sealed set super suspend tailrec this throw try typealias val value var vararg when where while
            """,
        Types = "",
        BlockComments = [NestedComment],
        Strings =
        [
            Text with { Escape = '\0', Variables = true, Interpolations = DollarBraces },
            Double with { Variables = true, Interpolations = DollarBraces },
            Single,
        ],
        VariableSigils = "$",
        IdentifierStart = "",
        IdentifierPart = "",
        FunctionWords = "fun",
        TypeWords = "class interface object typealias",
    };

    public static readonly Grammar Groovy = Java with
    {
        Names = "groovy gradle jenkinsfile",
        Keywords = Java.Keywords + " def in as trait",
        Strings =
        [
            Text with { Variables = true, Interpolations = DollarBraces },
            new StringRule("'''") { MultiLine = true },
            Double with { Variables = true, Interpolations = DollarBraces },
            Single,
        ],
        VariableSigils = "$",
        RegexLiterals = true,
    };

    public static readonly Grammar Scala = Kotlin with
    {
        Names = "scala sc sbt",
        Keywords = """
            abstract case catch class def do else end enum export extends extension final finally for forSome given if implicit import inline lazy match new object
            opaque open override package private protected return sealed super then this throw trait transparent try type using val var while with yield
            """,
        Strings =
        [
            Text with { Prefixes = ["s", "f"], Variables = true, Interpolations = DollarBraces },
            Text with { Prefixes = ["raw"], Escape = '\0', Variables = true, Interpolations = DollarBraces },
            Double with { Prefixes = ["s", "f", "raw"], Variables = true, Interpolations = DollarBraces },
            Text with { Escape = '\0' },
            Double,
        ],
        CharLiterals = true,
        Lifetimes = true,
        FunctionWords = "def",
        TypeWords = "class trait object enum type extends with",
    };

    public static readonly Grammar Dart = Java with
    {
        Names = "dart flutter",
        Keywords = """
            abstract as assert async await base break case catch class const continue covariant default deferred do else enum export extends extension external
            factory final finally for get hide if implements import in interface is late library mixin new on operator part required rethrow return
            sealed set show static super switch sync this throw try typedef when while with yield
            """,
        Types = "bool double dynamic int num var void",
        BlockComments = [NestedComment],
        Strings =
        [
            Text with { Prefixes = ["r"], Escape = '\0' },
            new StringRule("'''") { Prefixes = ["r"], Escape = '\0', MultiLine = true },
            Double with { Prefixes = ["r"], Escape = '\0' },
            Single with { Prefixes = ["r"], Escape = '\0' },
            Text with { Variables = true, Interpolations = DollarBraces },
            new StringRule("'''") { MultiLine = true, Variables = true, Interpolations = DollarBraces },
            Double with { Variables = true, Interpolations = DollarBraces },
            Single with { Variables = true, Interpolations = DollarBraces },
        ],
        VariableSigils = "$",
        TypeWords = "class mixin extension enum extends implements with",
    };

    public static readonly Grammar Go = new("go golang")
    {
        Keywords = "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
        Types = """
            any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr
            """,
        Constants = "true false nil iota",
        LineComments = ["//"],
        BlockComments = [Comment],
        Strings = [new StringRule("`") { MultiLine = true, Escape = '\0' }, Double, Single],
        FunctionWords = "func",
        TypeWords = "type",
        Capitals = CapitalRule.TypesExceptMembers,
    };

    public static readonly Grammar Rust = new("rust rs")
    {
        Keywords = """
            as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return self static struct super trait
            type union unsafe use where while yield .await
            """,
        Types = "Self bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize",
        Constants = "true false",
        LineComments = ["//"],
        BlockComments = [NestedComment],
        Strings =
        [
            new StringRule("\"") { Prefixes = ["r", "br", "cr"], Fence = StringFence.Hashes, MultiLine = true, Escape = '\0' },
            Double with { MultiLine = true, Prefixes = ["b", "c"] },
            Double with { MultiLine = true },
        ],
        CharLiterals = true,
        Lifetimes = true,
        HashAttributes = true,
        FunctionWords = "fn",
        TypeWords = "struct enum trait type union impl",
        MacroSign = '!',
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar Swift = new("swift")
    {
        Keywords = """
            actor any as associatedtype async await break case catch class continue convenience default defer deinit didSet do dynamic else enum extension
            fallthrough fileprivate final for func get guard if import in indirect infix init inout internal is isolated lazy let mutating nonisolated
            nonmutating open operator optional override postfix precedencegroup prefix private protocol public repeat required rethrows return self set some
            static struct subscript super switch throw throws try typealias unowned var weak where while willSet .init .self
            """,
        Types = "Any Self",
        Constants = "true false nil",
        LineComments = ["//"],
        BlockComments = [NestedComment],
        Strings =
        [
            Text with { Fence = StringFence.Hashes, Escape = '\0' },
            Double with { Fence = StringFence.Hashes, Escape = '\0' },
            Text with { Interpolations = [new("\\(", ")")] },
            Double with { Interpolations = [new("\\(", ")")] },
        ],
        Decorator = '@',
        Directive = '#',
        VariableSigils = "$",
        SpecialVariables = "0",
        FunctionWords = "func",
        TypeWords = "class struct enum protocol extension actor typealias associatedtype",
        Capitals = CapitalRule.Types,
    };

    public static readonly Grammar[] All = [C, Cpp, ObjectiveC, CSharp, Java, Kotlin, Groovy, Scala, Dart, Go, Rust, Swift];
}
