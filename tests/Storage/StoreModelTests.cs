using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Tests.Storage;

/// <summary>
/// Random histories of one user against a plain model, with restarts, with little memory, and with files that lose their end or
/// some bits in between: what was acknowledged and not damaged is there, and damage is reported.
/// </summary>
public class StoreModelTests
{
    static readonly UserName User = StoreFolder.User("Group:1:2");
    static readonly string[] Branches = ["default", "work", "a:b.c"];

    public enum Act
    {
        Append,
        Withdraw,
        Rewrite,
        Clear,
        Delete,
        ChangeBranch,
        SetPrompt,
        SetValue,
        SetValues,
        RemoveValue,
        Restart,
        CutEnd,
        FlipBits,
        Insert,
        Undo,
        Redo,
        Restore,
        Fork,
        Rename,
        Purge,
        Import,
    }

    [Theory]
    [InlineData(false, 64 << 20)]
    [InlineData(true, 64 << 20)]
    [InlineData(true, 0)]
    public void A_store_is_what_a_plain_model_of_it_is(bool hasOldFile, int cacheBytes)
    {
        Properties.HoldForAll(Steps(), steps =>
        {
            using var run = new Run(hasOldFile, cacheBytes);
            foreach (var step in steps)
            {
                run.DoAsync(step).GetAwaiter().GetResult();
            }

            run.RestartAsync().GetAwaiter().GetResult();
        }, tries: Tries());
    }

    /// <summary>More by a variable: sequences for each of the three.</summary>
    static int Tries() =>
        int.TryParse(Environment.GetEnvironmentVariable("REPEATER_MODEL_TRIES"), out var tries) ? tries : 25;

    static Gen<Deed> Steps()
    {
        var acts = Gen.Frequency(
        [
            (8, Gen.Constant(Act.Append)), (2, Gen.Constant(Act.Withdraw)), (2, Gen.Constant(Act.Rewrite)), (1, Gen.Constant(Act.Clear)),
            (1, Gen.Constant(Act.Delete)), (2, Gen.Constant(Act.ChangeBranch)), (1, Gen.Constant(Act.SetPrompt)), (2, Gen.Constant(Act.SetValue)),
            (1, Gen.Constant(Act.SetValues)), (1, Gen.Constant(Act.RemoveValue)), (2, Gen.Constant(Act.Restart)), (2, Gen.Constant(Act.CutEnd)),
            (2, Gen.Constant(Act.FlipBits)), (1, Gen.Constant(Act.Insert)), (6, Gen.Constant(Act.Undo)), (4, Gen.Constant(Act.Redo)),
            (2, Gen.Constant(Act.Restore)), (2, Gen.Constant(Act.Fork)), (1, Gen.Constant(Act.Rename)), (1, Gen.Constant(Act.Purge)),
            (2, Gen.Constant(Act.Import)),
        ]);
        return from act in acts
               from branch in Gen.Elements(Branches)
               from number in Gen.Choose(0, 1_000_000)
               from text in Gen.Elements("hi", "", "你好 😀", "\"quoted\\\n\"", "{\"op\":\"clear\"}", new string('x', 300))
               select new Deed(act, branch, number, text);
    }

    public sealed record Deed(Act Act, string Branch, int Number, string Text);

    /// <summary>One history: the store, its model, and what is done to both.</summary>
    sealed class Run : IDisposable
    {
        readonly StoreFolder _folder = new();
        readonly StoreModel _model;
        readonly int _cacheBytes;
        UserStore _store;

        public Run(bool hasOldFile, int cacheBytes)
        {
            if (hasOldFile)
            {
                _folder.WriteFile("Group_1_2", "default.json", """[{"role":"user","content":"old"},{"role":"assistant","content":"ho","x":1}]""");
            }

            _model = new StoreModel(hasOldFile ? ["old", "ho"] : null);
            _cacheBytes = cacheBytes;
            _store = Open();
        }

        public void Dispose()
        {
            _store.Dispose();
            _folder.Dispose();
        }

        public async Task DoAsync(Deed step)
        {
            _folder.Clock.Now += TimeSpan.FromSeconds(1);
            var branch = StoreFolder.Branch(step.Branch);
            var other = Branches[step.Number % Branches.Length];
            switch (step.Act)
            {
                case Act.Insert when _model[step.Branch] is { Length: > 0 } texts:
                    var place = step.Number % texts.Length;
                    await ApplyAsync(step.Branch, now => new InsertMessages { Messages = [Said(step.Text)], Before = now[place].Id });
                    _model.Apply(step.Branch, now => [.. now[..place], step.Text, .. now[place..]]);
                    break;
                case Act.Undo:
                    Assert.Equal(_model.Undo(step.Branch), (await _store.Contexts.UndoAsync(User, branch)).Refusal is null);
                    break;
                case Act.Redo:
                    Assert.Equal(_model.Redo(step.Branch), (await _store.Contexts.RedoAsync(User, branch)).Refusal is null);
                    break;
                case Act.Restore:
                    var (first, count) = _model.Operations(step.Branch);
                    var number = first + step.Number % (count - first + 1);
                    Assert.NotNull((await _store.Contexts.RestoreAsync(User, branch, count + 1)).Refusal);
                    Assert.Null((await _store.Contexts.RestoreAsync(User, branch, number)).Refusal);
                    _model.Restore(step.Branch, number);
                    break;
                case Act.Fork:
                    var length = step.Number % 7;
                    var forked = await _store.Contexts.ForkAsync(User, branch, StoreFolder.Branch(other), null, state => state.First(length));
                    Assert.Equal(_model.Fork(step.Branch, other, length), forked.Copy is not null);
                    await CheckAsync(other);
                    break;
                case Act.Rename:
                    Assert.Equal(_model.Rename(step.Branch, other), await _store.Contexts.RenameAsync(User, branch, StoreFolder.Branch(other)) is null);
                    await CheckAsync(other);
                    break;
                case Act.Purge:
                    await _store.Contexts.PurgeAsync(User, branch);
                    _model.Purge(step.Branch);
                    break;
                case Act.Import when step.Branch != other && _model.Listed.Contains(step.Branch) && _model.Written.Contains(step.Branch):
                    Assert.False((await ImportAsync(FileOf(step.Branch), other)).IsRefused);
                    _model.Import(step.Branch, other);
                    await CheckAsync(other);
                    break;
                case Act.Append:
                    await ApplyAsync(step.Branch, _ => new AppendMessages { Messages = [Said(step.Text), Said($"{step.Number}")] });
                    _model.Apply(step.Branch, now => [.. now, step.Text, $"{step.Number}"]);
                    break;
                case Act.Withdraw when _model[step.Branch] is { Length: > 0 } texts:
                    var gone = step.Number % texts.Length;
                    await ApplyAsync(step.Branch, now => new WithdrawMessages { Ids = [now[gone].Id] });
                    _model.Apply(step.Branch, now => [.. now[..gone], .. now[(gone + 1)..]]);
                    break;
                case Act.Rewrite when _model[step.Branch] is { Length: > 0 } texts:
                    var index = step.Number % texts.Length;
                    await ApplyAsync(step.Branch, now => new RewriteMessage { Id = now[index].Id, Content = step.Text });
                    _model.Apply(step.Branch, now => [.. now[..index], step.Text, .. now[(index + 1)..]]);
                    break;
                case Act.Clear:
                    await ApplyAsync(step.Branch, _ => new Clear());
                    _model.Apply(step.Branch, _ => []);
                    break;
                case Act.Delete:
                    await _store.Contexts.DeleteAsync(User, StoreFolder.Branch(step.Branch));
                    _model.Delete(step.Branch);
                    break;
                case Act.ChangeBranch:
                    await _store.Contexts.ChangeAsync(User, StoreFolder.Branch(step.Branch));
                    _model.Current = step.Branch;
                    break;
                case Act.SetPrompt:
                    Assert.Equal(step.Text, await _store.Prompts.ApplyAsync(User, BranchName.Default, _ => new SetPrompt { Text = step.Text }));
                    _model.Prompt = step.Text;
                    break;
                case Act.SetValue:
                    await SetAsync(new SetValue { Name = Name(step), Value = Json($"{step.Number}") });
                    _model.Set(Name(step), step.Number);
                    break;
                case Act.SetValues:
                    await SetAsync(new SetValues { Values = Json($$"""{"z":1,"{{Name(step)}}":{{step.Number}},"z":2}""") });
                    _model.Set("z", 1);
                    _model.Set(Name(step), step.Number);
                    _model.Set("z", 2);
                    break;
                case Act.RemoveValue:
                    await SetAsync(new RemoveValue { Name = Name(step) });
                    _model.Values.RemoveAll(item => item.Name == Name(step));
                    break;
                case Act.Restart:
                    await RestartAsync();
                    break;
                case Act.CutEnd when _model.Written.Contains(step.Branch):
                    await CutAsync(step.Branch, step.Number);
                    break;
                case Act.FlipBits when _model.Written.Contains(step.Branch):
                    await FlipAsync(step.Branch, new Random(step.Number));
                    break;
            }

            await CheckAsync(step.Branch);
        }

        public async Task RestartAsync()
        {
            _store.Dispose();
            _store = Open();
            foreach (var branch in Branches)
            {
                await CheckAsync(branch);
            }
        }

        async Task CheckAsync(string branch)
        {
            Assert.Equal(_model[branch], await _store.TextsAsync(User.Raw, branch));
            Assert.Equal(_model.Listed.Select(name => name.Replace(':', '_')), await _store.Contexts.BranchesAsync(User));
            Assert.Equal(_model.InTrash, (await _store.Contexts.TrashAsync(User)).Count);
            Assert.Equal(_model.Current, (await _store.Contexts.CurrentAsync(User)).Raw);
            Assert.Equal(_model.Prompt, await _store.Prompts.ReadAsync(User, BranchName.Default));
            var values = await _store.Configs.ReadAsync(User, BranchName.Default);
            Assert.Equal(_model.Values, values.Items.Select(item => (item.Key, item.Value.GetInt32())));
        }

        async Task CutAsync(string branch, int number)
        {
            _store.Dispose();
            var path = FileOf(branch);
            var bytes = await File.ReadAllBytesAsync(path);
            var header = bytes.AsSpan().IndexOf((byte)'\n') + 1;
            var left = bytes[..(bytes.Length - Math.Min(number % 700, bytes.Length - header))];
            await File.WriteAllBytesAsync(path, left);
            var lines = left.AsSpan(header).Count((byte)'\n');
            // A line counts as soon as nothing but its line break is missing.
            if (left.Length < bytes.Length && bytes[left.Length] == '\n')
            {
                lines++;
            }

            _model.Shorten(branch, lines);
            _store = Open();
            await CheckAsync(branch);
            await ApplyAsync(branch, _ => new AppendMessages { Messages = [Said("after the cut")] });
            _model.Apply(branch, now => [.. now, "after the cut"]);

            // Of what was cut nothing is lost that was still there.
            var kept = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*").Sum(file => new FileInfo(file).Length);
            Assert.True(kept > left.Length, path);
        }

        async Task FlipAsync(string branch, Random random)
        {
            _store.Dispose();
            var path = FileOf(branch);
            var bytes = await File.ReadAllBytesAsync(path);
            var damaged = bytes.ToArray();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                damaged[random.Next(Math.Max(0, bytes.Length - 400), bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            await File.WriteAllBytesAsync(path, damaged);
            _store = Open();
            try
            {
                // A flip that was flipped back, or a line break that became white space.
                Assert.Equal(_model[branch], await _store.TextsAsync(User.Raw, branch));
            }
            catch (StorageException error)
            {
                Assert.Equal(StorageFailure.Damaged, error.Failure);
                Assert.Matches("\\.jsonl, line [0-9]+: ", error.Message);
                Assert.Equal(damaged, await File.ReadAllBytesAsync(path));
            }

            _store.Dispose();
            await File.WriteAllBytesAsync(path, bytes);
            _store = Open();
        }

        UserStore Open() => _folder.Open(cacheBytes: _cacheBytes);

        async Task ApplyAsync(string branch, Func<Conversation, BranchOperation?> decide) =>
            await _store.Contexts.ApplyAsync(User, StoreFolder.Branch(branch), decide);

        async Task<ImportedUser> ImportAsync(string path, string branch)
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var file = new SourceFile(
                BranchFormat.All[0], "Group_1_2", StoreFolder.Branch(branch).Path.Safe, SourceFormat.Log, "other.jsonl", default, () => bytes);
            return await new Importer(_store, new ImportOptions { Replace = true }).ImportAsync(new SourceUser([file]));
        }

        async Task SetAsync(BranchOperation operation) => await _store.Configs.ApplyAsync(User, BranchName.Default, _ => operation);

        string FileOf(string branch) => _folder.FileOf("Group_1_2", StoreFolder.Branch(branch).Path.Safe + ".jsonl");

        static StoredMessage Said(string text) => ContextKind.Stored(new Message { Role = Role.User, Content = text });

        static string Name(Deed step) => $"n{step.Number % 4}";

        static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
    }
}
