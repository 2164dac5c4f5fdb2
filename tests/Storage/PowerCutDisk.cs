using Microsoft.Win32.SafeHandles;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>
/// The real disk, with a note of what would be left after a power cut: a file's bytes as they were when it was last flushed,
/// a folder's entries as they were when it was last flushed, and of everything newer any part or nothing. A file that was
/// renamed from one folder into another is in one of them, as every file system with a journal has it.
/// </summary>
sealed class PowerCutDisk(string root) : Disk(Durability.Flush)
{
    readonly Dictionary<string, Node> _files = [];
    readonly HashSet<string> _folders = [root];
    readonly Dictionary<string, Dictionary<string, Node?>> _flushed = [];

    /// <summary>Called after every step that changes something.</summary>
    public Action Stepped { get; set; } = () => { };

    /// <summary>Takes what is in the folder now for flushed long ago.</summary>
    public PowerCutDisk Settled()
    {
        _folders.UnionWith(Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories));
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            _files[file] = new Node { Current = bytes, Flushed = bytes };
        }

        foreach (var folder in _folders)
        {
            _flushed[folder] = EntriesOf(folder);
        }

        return this;
    }

    /// <summary>Files that may be left, by path below the root. Null as source of chance: only what was flushed.</summary>
    public Dictionary<string, byte[]> Left(Random? random)
    {
        var left = new Dictionary<string, byte[]>();
        var chances = new Dictionary<Node, bool>();
        Collect(root);
        return left;

        bool IsAsNow(Node? node)
        {
            if (node is null || !chances.TryGetValue(node, out var isAsNow))
            {
                isAsNow = random?.Next(2) == 1;
                chances[node ?? new Node()] = isAsNow;
            }

            return isAsNow;
        }

        void Collect(string folder)
        {
            var flushed = _flushed.GetValueOrDefault(folder, []);
            var current = EntriesOf(folder);
            foreach (var name in flushed.Keys.Union(current.Keys).Order())
            {
                var known = current.GetValueOrDefault(name) ?? flushed.GetValueOrDefault(name);
                if (!(IsAsNow(known) ? current : flushed).TryGetValue(name, out var node))
                {
                    continue;
                }

                var path = Path.Combine(folder, name);
                if (node is null)
                {
                    Collect(path);
                }
                else
                {
                    left[Path.GetRelativePath(root, path)] = node.Left(random);
                }
            }
        }
    }

    protected override SafeFileHandle Open(string path, FileMode mode)
    {
        var handle = base.Open(path, mode);
        if (mode == FileMode.Create)
        {
            _files.TryAdd(path, new Node());
            _files[path].Current = [];
            Stepped();
        }

        return handle;
    }

    protected override void Write(SafeFileHandle handle, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        base.Write(handle, path, offset, bytes);
        _files[path].Current = [.. _files[path].Current[..(int)offset], .. bytes];
        Stepped();
    }

    protected override void SetLength(SafeFileHandle handle, string path, long length)
    {
        base.SetLength(handle, path, length);
        _files[path].Current = _files[path].Current[..(int)length];
        Stepped();
    }

    protected override void Flush(SafeFileHandle handle, string path)
    {
        _files[path].Flushed = _files[path].Current;
        Stepped();
    }

    protected override void Rename(string from, string to)
    {
        base.Rename(from, to);
        _files.Remove(from, out var node);
        _files[to] = node!;
        Stepped();
    }

    protected override void Remove(string path)
    {
        base.Remove(path);
        _files.Remove(path);
        Stepped();
    }

    protected override void MakeDirectory(string path)
    {
        base.MakeDirectory(path);
        _folders.Add(path);
        Stepped();
    }

    protected override void FlushFolder(string path)
    {
        _flushed[path] = EntriesOf(path);
        Stepped();
    }

    Dictionary<string, Node?> EntriesOf(string folder)
    {
        var entries = _files.Where(file => Path.GetDirectoryName(file.Key) == folder)
            .ToDictionary(file => Path.GetFileName(file.Key), file => (Node?)file.Value);
        foreach (var inside in _folders.Where(inside => Path.GetDirectoryName(inside) == folder))
        {
            entries[Path.GetFileName(inside)] = null;
        }

        return entries;
    }

    sealed class Node
    {
        public byte[] Current { get; set; } = [];

        public byte[] Flushed { get; set; } = [];

        public byte[] Left(Random? random) => random?.Next(4) switch
        {
            1 => Current,
            2 when Current.AsSpan().StartsWith(Flushed) => Current[..random.Next(Flushed.Length, Current.Length + 1)],
            // The new length arrived and the new bytes did not.
            3 when Current.Length > Flushed.Length => [.. Flushed, .. new byte[Current.Length - Flushed.Length]],
            _ => Flushed,
        };
    }
}
