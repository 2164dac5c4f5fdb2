using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Languages;

/// <summary>What a line of is a command.</summary>
static class ShellLanguages
{
    static readonly Interpolation[] ShellCode = [new("${", "}"), new("$(", ")"), new("`", "`")];

    public static readonly Grammar Bash = new("bash sh shell zsh ksh fish ash dash")
    {
        Keywords = """
            break case continue coproc declare do done elif else end esac eval exec exit export fi for function if in local readonly return select set shift source
            then time trap typeset unset until while
            """,
        Constants = "true false",
        LineComments = ["#"],
        CommentsBeginWords = true,
        Strings =
        [
            new StringRule("$'", "'") { MultiLine = true },
            new StringRule("\"") { MultiLine = true, Variables = true, Interpolations = ShellCode },
            new StringRule("'") { MultiLine = true, Escape = '\0' },
        ],
        HereDocument = "<<",
        VariableSigils = "$",
        SpecialVariables = "?#!@*$-0{",
        IdentifierPart = "-.",
        MemberSigns = [],
        FunctionWords = "do elif else exec function if then time until while",
        Calls = false,
        Command = CodeClass.Function,
        CommandSeparators = "|;&({`",
        Options = true,
    };

    /// <summary>Lines of a makefile for the shell, in which the maker's variables are replaced first.</summary>
    public static readonly Grammar Recipe = Bash with
    {
        Names = "make-recipe",
        Strings = [.. Bash.Strings.Select(rule => rule with { Interpolations = [] })],
        HereDocument = null,
        SpecialVariables = "@<^+?*%$",
        MakeVariables = true,
    };

    public static readonly Grammar PowerShell = new("powershell ps ps1 psm1 psd1 pwsh posh")
    {
        IgnoreCase = true,
        Keywords = """
            begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from function hidden if in param process
            return static switch throw trap try until using while
            """,
        LineComments = ["#"],
        BlockComments = [new("<#", "#>")],
        Strings =
        [
            new StringRule("@\"", "\"@") { MultiLine = true, Escape = '`', Variables = true, Interpolations = [new("$(", ")")] },
            new StringRule("@'", "'@") { MultiLine = true, Escape = '\0' },
            new StringRule("\"") { MultiLine = true, Escape = '`', DoubledClose = true, Variables = true, Interpolations = [new("$(", ")")] },
            new StringRule("'") { MultiLine = true, Escape = '\0', DoubledClose = true },
        ],
        VariableSigils = "$",
        SpecialVariables = "?^$:0",
        IdentifierPart = "-",
        FunctionWords = "function filter",
        TypeWords = "class enum",
        Capitals = CapitalRule.TypesExceptMembers,
        LineContinuation = '`',
        Command = CodeClass.Function,
        CommandSeparators = "|;({",
        Options = true,
    };

    public static readonly Grammar Batch = new("bat batch cmd dos batchfile")
    {
        IgnoreCase = true,
        Keywords = "call defined do else equ errorlevel exist exit for geq goto gtr if in leq lss neq not set setlocal endlocal shift",
        Constants = "on off nul con",
        LineComments = ["rem", "REM", "Rem"],
        Strings = [new("\"") { Escape = '\0' }],
        PercentVariables = true,
        IdentifierPart = "-.",
        MemberSigns = [],
        Calls = false,
        FunctionWords = "call do else",
        LineContinuation = '^',
        Command = CodeClass.Function,
        CommandSeparators = "&|(",
        Options = true,
        Labels = true,
    };

    public static readonly Grammar Assembly = new("asm assembly nasm masm x86asm armasm gas s")
    {
        IgnoreCase = true,
        Keywords = "db dw dd dq equ resb resw resd resq times",
        Types = """
            rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eax ebx ecx edx esi edi ebp esp ax bx cx dx si di bp sp al ah bl bh cl ch dl dh
            cs ds es fs gs ss xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 ymm0 ymm1 x0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x16 x17 x18 x19 x20 x29 x30 w0 w1 w2 w3 w4
            w5 w8 w9 lr pc fp sb zero ra a0 a1 a2 a3 a4 a5 a6 a7 t0 t1 t2 t3 t4 s0 s1 s2
            byte word dword qword ptr
            """,
        LineComments = [";", "//", "# ", "##"],
        BlockComments = [new("/*", "*/")],
        Strings = [new("\""), new("'"), new("`")],
        VariableSigils = "%",
        IdentifierStart = ".$",
        IdentifierPart = ".$@",
        MemberSigns = [],
        Calls = false,
        Directive = '%',
        Command = CodeClass.Keyword,
        Labels = true,
    };

    public static readonly Grammar[] All = [Bash, PowerShell, Batch, Assembly];
}
