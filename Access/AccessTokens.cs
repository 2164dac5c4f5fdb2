using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Repeater.Access;

/// <summary>
/// The tokens besides <see cref="Settings.AccessToken"/>, each with less than all rights. They stand as hashes in one file, which is
/// looked at again when it changes: one revoked elsewhere is worth nothing at once.
/// </summary>
/// <remarks>Members throw <see cref="AccessFileException"/>: a file that cannot be read lets nobody in.</remarks>
sealed class AccessTokens(string ownFolder, TimeProvider clock)
{
    const string FileName = "tokens.json";
    const string Prefix = "rpt_";
    const int RandomBytes = 24;
    const int IdBytes = 4;

    readonly PrivateFile _file = new(ownFolder, FileName);
    readonly Lock _lock = new();
    volatile Reading _last = new(DateTime.MinValue, []);

    public IReadOnlyList<AccessToken> All => Current().List;

    /// <summary>Whether it looks like one of these, whatever it is worth.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Null: there is no such token, or its time is over.</summary>
    public AccessToken? Find(string token) =>
        IsOne(token)
        && Current().ByHash.TryGetValue(HashOf(token), out var found)
        && !found.IsExpired(clock.GetUtcNow())
            ? found
            : null;

    /// <returns>The token, which nobody can be told again, and what is kept of it.</returns>
    public (string Token, AccessToken Kept) Create(IReadOnlyList<string> users, bool readOnly, DateTimeOffset? expires, string? note)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var kept = new AccessToken(id, HashOf(token), users, readOnly, clock.GetUtcNow(), expires, note);
        Change(tokens => tokens.Add(kept));
        return (token, kept);
    }

    /// <returns>False: there is none of that id.</returns>
    public bool Revoke(string id)
    {
        var removed = 0;
        Change(tokens => removed = tokens.RemoveAll(token => token.Id == id));
        return removed > 0;
    }

    void Change(Action<List<AccessToken>> change) => AccessFileException.Guard(_file, () => _file.Change(bytes =>
    {
        var tokens = Parse(bytes).ToList();
        change(tokens);
        return JsonSerializer.SerializeToUtf8Bytes(tokens, AccessJson.Default.IReadOnlyListAccessToken);
    }));

    Reading Current() => AccessFileException.Guard(_file, () =>
    {
        var written = _file.Written;
        if (_last.Written == written)
        {
            return _last;
        }

        lock (_lock)
        {
            return _last = _last.Written == written ? _last : new Reading(written, Parse(_file.Read()));
        }
    });

    static IReadOnlyList<AccessToken> Parse(byte[]? bytes) =>
        bytes is null ? [] : JsonSerializer.Deserialize(bytes, AccessJson.Default.IReadOnlyListAccessToken) ?? [];

    static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    sealed record Reading(DateTime Written, IReadOnlyList<AccessToken> List)
    {
        public Dictionary<string, AccessToken> ByHash { get; } = List.ToDictionary(token => token.Hash, StringComparer.Ordinal);
    }
}
