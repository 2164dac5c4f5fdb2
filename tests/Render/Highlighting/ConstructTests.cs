namespace Repeater.Tests.Render.Highlighting;

/// <summary>Where languages are hard to read. Below each code stand the letters of its classes, as <see cref="HighlightText"/> writes them.</summary>
public class ConstructTests
{
    public static TheoryData<string, string, string> Constructs => new()
    {
        // Python: text in three quotes, prefixes, code and doubled braces in f-strings.
        { "python", "x = '''a\n'b' # c\n''' # d", "  o ssss\nsss s s\nsss c c" },
        { "python", "f'{a}{{b}}' + 1", "ssm mssssss o n" },
        { "python", "f\"{d['k']}\"", "ssm osssoms" },
        { "python", "f'{a\nb", "ssm\n" },
        { "python", "rb'\\'' x", "ssssss" },
        { "python", "'open\nif", "sssss\nkk" },

        // JavaScript: braces in templates, regular expressions and division.
        { "javascript", "`a${ {b:`c${d}`} }e`", "ssmm o ossmm mso mss" },
        { "javascript", "a / b / c", "  o   o" },
        { "javascript", "x = /[/]\\/\"/g", "  o sssssssss" },
        { "javascript", "return /a/.test(b)", "kkkkkk sssoffffo o" },
        { "javascript", "(a) / 2", "o o o n" },

        // JSX: text is plain, code in braces is not.
        { "jsx", "x = <a b=\"c\">if {1}</a>", "  o og mossso   onooogo" },
        { "jsx", "a < b", "  o" },

        // C#: doubled quotes, holes, raw strings with as many braces as dollar signs.
        { "csharp", "@\"a\"\"\\\" + 1", "sssssss o n" },
        { "csharp", "$\"{{a}}{b:x}\"", "sssssssm o ms" },
        { "csharp", "$$\"\"\"{a}{{1}}\"\"\"", "ssssssssmmnmmsss" },
        { "csharp", "\"\"\"\"a\"\"\"b\"\"\"\" 1", "sssssssssssss n" },
        { "csharp", "'\"' 1", "sss n" },
        { "csharp", "throw new A(new { b })", "kkkkk kkk tokkk o   oo" },

        // Rust: lifetimes, characters, raw strings, comments in comments.
        { "rust", "&'a str 'b' '\\''", "omm ttt sss ssss" },
        { "rust", "r#\"a\"b\"# 1", "ssssssss n" },
        { "rust", "/* /* */ */ 1", "cc cc cc cc n" },

        // Shells: here-documents, arithmetic, comments only where a word begins.
        { "bash", "cat <<A\nx $y\nA\nls", "fff mmm\ns mm\nm\nff" },
        { "bash", "cat <<'A'\nx $y\nA", "fff mmmmm\ns ss\nm" },
        { "bash", "echo $((1 + 2))", "ffff ooon o noo" },
        { "bash", "ls && \\\n ls", "ff oo o\n ff" },
        { "bash", "echo a#b # c", "ffff  o  c c" },
        { "bash", "echo \"$(ls \"a\")\" 'b$c'", "ffff smmff sssms sssss" },
        { "bash", "echo done /a/local/in", "ffff      o o     o" },
        { "bash", "\"${a[1]} ${b:-c}\"", "smmmonom mmmoo ms" },
        { "bat", "echo not in\nif not a b", "ffff\nkk kkk" },
        { "powershell", "@{ Name = 1 }", "oo mmmm o n o" },
        { "powershell", "@\"\na $b\n\"@ ; 1", "ss\ns mm\nss o n" },
        { "bat", "rem a\nremove", "ccc c\nffffff" },

        // SQL: doubled quotes, letter case.
        { "sql", "SELECT 'it''s' from", "kkkkkk sssssss kkkk" },
        { "sql", "insert into t (a) values (f(1))", "kkkkkk kkkk   o o kkkkkk ofonoo" },

        // YAML: block scalars by their indent.
        { "yaml", "a: |\n  b: 1 # c\n\n  d\ne: 1", "go o\n  ss s s s\n\n  s\ngo n" },
        { "yaml", "a: b: c # d", "go ss s c c" },

        // Markup: style sheets and scripts in it, a tag never finished.
        { "html", "<style>a{b:1}</style>", "ogggggogomonooogggggo" },
        { "html", "<script>if</script>", "oggggggokkoogggggg" + "o" },
        { "html", "<a b=<c>", "og moogo" },
        { "html", "a < b &amp; c", "      nnnnn" },
        { "php", "<b><?php echo $a; // x ?></b>", "ogommmmm kkkk mmo cc c mmoogo" },
        { "php", "echo \"$a {$b->c}\";", "kkkk smm mmmoo mso" },

        // Comments in comments; a sign that is no comment.
        { "haskell", "{- {- -} -} 1", "cc cc cc cc n" },
        { "haskell", "a --> b -- c", "  ooo   cc c" },
        { "haskell", "x' 'a'", "   sss" },
        { "fsharp", "f (*) 2 (* c *)", "  ooo n cc c cc" },

        // Lua: brackets as long as they must be.
        { "lua", "[==[a]]b]=]c]==] 1", "ssssssssssssssss n" },
        { "lua", "--[[a\nb]] 1", "ccccc\nccc n" },

        // What ends strings and what transposes.
        { "matlab", "a' + 'b'", " o o sss" },
        { "matlab", "b = A.'; s = 'x'", "  o  ooo   o sss" },
        { "ocaml", "{|a \"b|} 1", "sss ssss n" },
        { "ruby", "%w[a [b]] + :c", "ssss ssss o nn" },
        { "perl", "s{a}{b}g; $x", "sssssssso mm" },
        { "perl", "$h{x} = (y => 1, x => 2)", "mmo o o o  oo no   oo no" },
        { "cpp", "R\"x(a)\")x\" 1", "ssssssssss n" },
        { "swift", "$0 + 1", "mm o n" },
        { "swift", "\"\\(a)\" #\"\\(b)\"#", "smm ms ssssssss" },
        { "kotlin", "\"$a ${b}\"", "smm mm ms" },

        // Lines of changes; instructions and the shell in them.
        { "diff", "-a\n+b\n c", "kk\ngg\n" },
        { "dockerfile", "RUN ls \\\n  -l\nCOPY a b", "kkk ff o\n  mm\nkkkk" },
        { "dockerfile", "LABEL user=a", "kkkkk mmmmo" },
        { "makefile", "a:\n\t-rm $<", "fo\n off mm" },
        { "makefile", "a: b\n\tls $@", "fo\n ff mm" },
        { "makefile", "a:\n\t$(CC) -o $@ \"$(X)\"", "fo\n mmmmm mm mm smmmms" },
        { "diff", "*** a\n! b", "mmm m\nn n" },
        { "css", "a{b:url(x;y) c}", "gomofffossso  o" },
        { "asm", "bl x", "kk" },
        { "json", "{\"a\" : \"b\"}", "oggg o ssso" },
        { "toml", "[a]\nb = '''\nc''' # d", "oto\ng o sss\nssss c c" },
        { "latex", "\\a{b} % c", "kko o c c" },
        { "asm", "x: mov eax, 1 ; c", "fo kkk ttto n c c" },
    };

    [Theory]
    [MemberData(nameof(Constructs))]
    public void A_construct_is_read_as_the_language_does(string language, string code, string classes) =>
        Assert.Equal(classes, HighlightText.Classes(code, language));
}
