using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

public sealed class NamesTests : IDisposable
{
    /// <summary>What storage ever puts behind a name, at its longest.</summary>
    const string LongestSuffix = ".jsonl.torn-20260101T000000000-abcdef.tmp";

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Group:1:2", "Group_1_2")]
    [InlineData("Private:2", "Private_2")]
    [InlineData("Group_1_Public_Space", "Group_1_Public_Space")]
    [InlineData("a:b.c", "a_b.c")]
    [InlineData("a.b/c", "a.b_c")]
    [InlineData(".hid:den", ".hid_den")]
    [InlineData("?.?x", "_.?x")]
    [InlineData("<>:\"/\\|?*", "_________")]
    [InlineData("a\u0001\u001fb", "a__b")]
    [InlineData("...a:b", "...a_b")]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("你好:复读机.文 件", "你好_复读机.文 件")]
    [InlineData("👨‍👩‍👧", "👨‍👩‍👧")]
    [InlineData("default", "default")]
    public void A_name_is_what_the_python_backend_made_of_the_id(string id, string name)
    {
        if (OperatingSystem.IsWindows() && id == "?.?x")
        {
            return;
        }

        Assert.Equal(new NamePath(name, null), NamePath.Of(id));
    }

    [Fact]
    public void Long_stems_become_the_python_backends_hash_of_them()
    {
        Assert.Equal("85e62acd750c4eb5", NamePath.Of(new string('x', 256)).Safe);
        Assert.Equal("85e62acd750c4eb5.y", NamePath.Of(new string('x', 256) + ".y").Safe);
    }

    [Theory]
    [InlineData("..a..")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("...")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("Lpt1")]
    [InlineData("COM²")]
    [InlineData("a.b\0c")]
    [InlineData("a.b\nc")]
    [InlineData("a.\u007f")]
    public void A_name_that_means_something_else_to_a_file_system_gets_a_hash(string id)
    {
        var path = NamePath.Of(id);

        Assert.True(NamePath.IsHashed(path.Safe), path.Safe);
        Assert.NotEqual(id, path.Safe);
        AssertHarmless(path.Safe);
    }

    [Fact]
    public void Two_hundred_and_fifty_five_chinese_characters_are_a_name()
    {
        var path = NamePath.Of(new string('长', 255));

        AssertHarmless(path.Safe);
        Assert.StartsWith(new string('长', 40) + "~", path.Safe);
        Assert.Null(path.Old);
    }

    [Theory]
    [InlineData("", "An id must not be empty.")]
    [InlineData(".", "'.' cannot be an id: it means a folder to every file system. Add a letter or a digit.")]
    [InlineData("..", "'..' cannot be an id: it means a folder to every file system. Add a letter or a digit.")]
    public void No_user_has_an_id_that_leaves_the_folder(string id, string sentence)
    {
        Assert.Null(UserName.TryParse(id, out var error));
        Assert.Equal(sentence, error);
    }

    [Fact]
    public void An_endless_id_is_refused()
    {
        Assert.Null(UserName.TryParse(new string('a', 8193), out var error));
        Assert.Equal("An id of 8193 characters is too long: 8192 are allowed.", error);
        Assert.Null(BranchName.TryParse(new string('a', 8193), out _));
        Assert.NotNull(UserName.TryParse(new string('a', 8192), out _));
    }

    [Fact]
    public void Ids_that_share_a_folder_are_one_user()
    {
        Assert.Equal(StoreFolder.User("Group:1:2"), StoreFolder.User("Group_1_2"));
        Assert.Equal(StoreFolder.User("Group:1:2").GetHashCode(), StoreFolder.User("Group_1_2").GetHashCode());
        Assert.NotEqual(StoreFolder.User("Group:1:2"), StoreFolder.User("Group:1:3"));
        Assert.Equal("Group:1:2", StoreFolder.User("Group:1:2").Raw);
    }

    [Fact]
    public void Half_of_a_character_pair_is_replaced_before_anything_is_made_of_it()
    {
        Assert.Equal("a\uFFFDb", StoreFolder.User("a\uD83Db").Raw);
        Assert.Equal(StoreFolder.Branch("a\uFFFDb"), StoreFolder.Branch("a\uDE00b"));
        Assert.Equal("a😀b", StoreFolder.Branch("a😀b").Raw);
    }

    [Fact]
    public void Every_id_becomes_a_name_that_stays_in_its_folder_and_fits()
    {
        Properties.Hold(Ids(), id =>
        {
            if (UserName.TryParse(id, out _) is not { } user || BranchName.TryParse(id, out _) is not { } branch)
            {
                return;
            }

            AssertHarmless(user.Path.Safe);
            Assert.Equal(user, StoreFolder.User(user.Raw));
            Assert.Equal(user.Path, branch.Path);
            Assert.Equal(user.Path.Safe, StoreFolder.User(user.Path.Safe).Path.Safe);
        }, tries: 5000);
    }

    [Fact]
    public void Different_names_of_the_python_backend_stay_different()
    {
        var names = new Dictionary<string, string>();
        Properties.Hold(Ids(), id =>
        {
            var path = NamePath.Of(id);
            var exact = path.Old ?? (NamePath.IsHashed(path.Safe) ? null : path.Safe);
            if (exact is not null)
            {
                Assert.Equal(exact, names.TryAdd(path.Safe, exact) ? exact : names[path.Safe]);
            }
        }, tries: 5000);
    }

    [Fact]
    public async Task An_old_name_that_is_too_long_for_our_suffixes_is_found()
    {
        // 250 bytes: with ".json" just what a file system takes.
        var name = new string('长', 83) + "x";
        var old = _folder.WriteFile(name, $"{name}.json", """[{"role":"user","content":"hi"}]""");
        using var store = _folder.Open();

        Assert.Equal(["hi"], await store.TextsAsync(name, name));
        Assert.Equal(["hi", "again"], StoreSentences.Texts(await store.SayInAsync(name, name, "again")));
        Assert.Equal([name], await store.Contexts.BranchesAsync(StoreFolder.User(name)));
        Assert.Equal([name], await store.Contexts.UsersAsync());
        Assert.Equal("""[{"role":"user","content":"hi"}]""", await File.ReadAllTextAsync(old));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b\nc")]
    [InlineData("a.")]
    public async Task Old_branches_with_awkward_names_are_found_and_stay_apart(string branch)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.WriteFile("u", $"{branch}.json", """[{"role":"user","content":"hi"}]""");
        using (var store = _folder.Open())
        {
            Assert.Equal([branch], await store.Contexts.BranchesAsync(StoreFolder.User("u")));
            Assert.Equal(["hi", "again"], StoreSentences.Texts(await store.SayInAsync("u", branch, "again")));
            await store.SayAsync("u", "elsewhere");
            Assert.Equal(new[] { branch, "default" }.Order(StringComparer.Ordinal), await store.Contexts.BranchesAsync(StoreFolder.User("u")));
        }

        using var later = _folder.Open();
        Assert.Equal(["hi", "again"], await later.TextsAsync("u", branch));
        Assert.Equal(["elsewhere"], await later.TextsAsync("u"));
        Assert.All(_folder.Files(), file => Assert.StartsWith("Context_UserData/u/", file));
    }

    [Fact]
    public async Task Ids_as_they_were_first_sent_are_listed()
    {
        using var store = _folder.Open();
        await store.SayAsync("Group:1:2", "a");
        await store.SayAsync("Group_1_2", "b");
        await store.SayAsync("plain", "c");
        await store.SayAsync(new string('长', 255), "d");
        await store.SayInAsync("plain", new string('长', 255), "e");

        Assert.Equal(["Group:1:2", "plain", new string('长', 255)], await store.Contexts.UsersAsync());
        Assert.Equal(["default", new string('长', 255)], await store.Contexts.BranchesAsync(StoreFolder.User("plain")));
    }

    [Fact]
    public async Task A_folder_copied_under_another_name_is_listed_by_that_name()
    {
        using var store = _folder.Open();
        await store.SayAsync("Group:1:2", "a");
        var copy = Directory.CreateDirectory(System.IO.Path.Combine(_folder.Path, "Context_UserData", "backup"));
        File.Copy(
            System.IO.Path.Combine(_folder.Path, "Context_UserData", "Group_1_2", "metadata.json"),
            System.IO.Path.Combine(copy.FullName, "metadata.json"));

        Assert.Equal(["Group:1:2", "backup"], await store.Contexts.UsersAsync());
    }

    [Fact]
    public async Task On_a_disk_that_ignores_case_two_spellings_stay_two_users_and_two_branches()
    {
        using (var store = _folder.Open(new CaseBlindDisk()))
        {
            await store.SayAsync("Alice", "one");
            await store.SayAsync("alice", "two");
            await store.SayInAsync("Alice", "Work", "three");
            await store.SayInAsync("Alice", "work", "four");
            await store.Contexts.ChangeAsync(StoreFolder.User("alice"), StoreFolder.Branch("elsewhere"));
        }

        using var later = _folder.Open(new CaseBlindDisk());
        Assert.Equal(["one"], await later.TextsAsync("Alice"));
        Assert.Equal(["two"], await later.TextsAsync("alice"));
        Assert.Equal(["three"], await later.TextsAsync("Alice", "Work"));
        Assert.Equal(["four"], await later.TextsAsync("Alice", "work"));
        Assert.Equal(BranchName.Default, await later.Contexts.CurrentAsync(StoreFolder.User("Alice")));
        Assert.Equal(["Alice", "alice"], await later.Contexts.UsersAsync());
        Assert.Equal(["Work", "default", "work"], await later.Contexts.BranchesAsync(StoreFolder.User("Alice")));
    }

    static void AssertHarmless(string name)
    {
        Assert.NotEmpty(name);
        Assert.True(Encoding.UTF8.GetByteCount(name + LongestSuffix) <= 255, name);
        Assert.DoesNotContain(name, c => char.IsControl(c) || c == '/');
        Assert.False(name[^1] is '.' or ' ', name);
        Assert.Equal(System.IO.Path.Combine(System.IO.Path.GetTempPath(), name), System.IO.Path.GetFullPath(name, System.IO.Path.GetTempPath()));
        Assert.DoesNotContain(name.Split('.')[0].TrimEnd().ToUpperInvariant(), (string[])["CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM²"]);
    }

    /// <summary>Plain ones, and ones made of everything that was ever trouble.</summary>
    static Gen<string> Ids()
    {
        string[] pieces =
        [
            "a", "B", "Group:1:2", ".", "..", "/", "\\", ":", "\0", "\n", "\u007f", "\u0085", " ", "~", "_", "CON", "nul", "com1", "长", "😀",
            "\uD83D", "\uDE00", "\u202e", "\u0301", ".json", ".jsonl", new('x', 200), new('长', 80), new('.', 30), "0123456789abcdef0123456789abcdef",
        ];
        var text = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list.Take(12)));
        return Gen.OneOf(text, ArbMap.Default.GeneratorFor<string>().Select(value => value ?? ""));
    }

    /// <summary>Finds names as Windows does. Files of two spellings are kept apart all the same, so that mixing them up would show.</summary>
    sealed class CaseBlindDisk() : Disk(Durability.Os)
    {
        public override string? Spelling(string folder, string name) =>
            !Directory.Exists(folder) ? null
            : Directory.EnumerateFileSystemEntries(folder).Select(System.IO.Path.GetFileName)
                .FirstOrDefault(entry => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase));
    }
}
