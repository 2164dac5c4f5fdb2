using System.Net;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Tests.Access;

public sealed class KeyTests : IDisposable
{
    const string Configured = "aB3dE5gH7jK9mN1p";

    readonly string _folder = Directory.CreateTempSubdirectory("repeater-keys-").FullName;
    readonly FixedClock _clock = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_is_made_once_and_found_again()
    {
        var first = new AdminKey(_folder, null);

        Assert.True(first.Ensure());
        Assert.Equal(43, first.Current!.Length);
        var second = new AdminKey(_folder, null);
        Assert.False(second.Ensure());
        Assert.Equal(first.Current, second.Current);
        Assert.True(second.Matches(first.Current));
        Assert.False(second.Matches(first.Current + "x"));
        Assert.False(second.Matches(""));
    }

    [Fact]
    public void Only_its_owner_may_read_the_file()
    {
        var key = new AdminKey(_folder, null);
        key.Ensure();

        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(key.Path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_new_key_replaces_the_settings_after_a_restart_too()
    {
        var key = new AdminKey(_folder, Configured);
        Assert.True(key.Matches(Configured));

        var made = key.Regenerate();

        var restarted = new AdminKey(_folder, Configured);
        Assert.True(restarted.Matches(made));
        Assert.False(restarted.Matches(Configured));
    }

    [Fact]
    public void A_setting_changed_later_holds_again()
    {
        var made = new AdminKey(_folder, Configured).Regenerate();
        var changed = new AdminKey(_folder, Configured + "Z");

        Assert.True(changed.Matches(Configured + "Z"));
        Assert.False(changed.Matches(made));
    }

    [Fact]
    public void A_damaged_file_is_an_error_that_names_it_and_lets_nobody_in()
    {
        var key = new AdminKey(_folder, null);
        key.Ensure();
        File.WriteAllText(key.Path, "{\"key\":null");

        var error = Assert.Throws<AccessFileException>(() => key.Matches("anything"));
        Assert.Contains(key.Path, error.Message);
    }

    [Theory]
    [InlineData("aB3dE5gH7jK9mN1p", true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("abcdefabcdefabcdefabcdef", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("钥匙钥匙钥匙钥匙aB3dE5gH7jK9mN1p", false)]
    public void Strength_is_length_variety_and_entropy(string key, bool isStrong) => Assert.Equal(isStrong, KeyStrength.IsStrong(key));

    [Fact]
    public void A_token_is_known_by_every_server_of_the_folder_until_it_is_revoked()
    {
        var server = new AccessTokens(_folder, _clock);
        Assert.Empty(server.All);

        var (token, kept) = new AccessTokens(_folder, _clock).Create(["u"], readOnly: true, null, null);

        Assert.Equal(kept.Id, server.Find(token)?.Id);
        Assert.Null(server.Find(token + "x"));
        Assert.True(new AccessTokens(_folder, _clock).Revoke(kept.Id));
        Assert.Null(server.Find(token));
        Assert.False(server.Revoke(kept.Id));
    }

    [Fact]
    public void The_token_itself_is_not_kept()
    {
        var (token, _) = new AccessTokens(_folder, _clock).Create(["u"], readOnly: false, null, "note");

        Assert.All(Directory.GetFiles(_folder), file => Assert.DoesNotContain(token[4..], File.ReadAllText(file)));
    }

    [Fact]
    public void A_token_ends_when_its_time_is_over()
    {
        var tokens = new AccessTokens(_folder, _clock);
        var (token, _) = tokens.Create(["u"], readOnly: false, _clock.Now.AddMinutes(1), null);
        Assert.NotNull(tokens.Find(token));

        _clock.Now = _clock.Now.AddMinutes(1);

        Assert.Null(tokens.Find(token));
    }

    [Fact]
    public async Task Tokens_made_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => new AccessTokens(_folder, _clock).Create(["u"], readOnly: false, null, null))));

        Assert.Equal(20, new AccessTokens(_folder, _clock).All.Count);
    }

    [Theory]
    [InlineData("Group_1_*", "Group:1:2", true)]
    [InlineData("Group:1:*", "Group_1_2", true)]
    [InlineData("Group:1:2", "Group_1_2", true)]
    [InlineData("Group:1:2", "Group_1_22", false)]
    [InlineData("Group_1_*", "Group_11_2", false)]
    [InlineData("*", "anybody", true)]
    [InlineData("*:9", "Private:9", true)]
    [InlineData("*:9", "Private:99", false)]
    [InlineData("a*b*c", "a--b--b--c", true)]
    [InlineData("a*b*c", "a--b--b--", false)]
    [InlineData("", "u", false)]
    [InlineData("用户*", "用户甲", true)]
    public void A_pattern_covers_users_whatever_spelling_they_use(string pattern, string user, bool isCovered) =>
        Assert.Equal(isCovered, UserPattern.Matches(pattern, UserName.TryParse(user, out _)!));

    [Fact]
    public void A_pattern_of_many_stars_ends()
    {
        var user = UserName.TryParse(new string('a', 200), out _)!;

        Assert.False(UserPattern.Matches(string.Concat(Enumerable.Repeat("a*", 2000)) + "b", user));
    }

    [Fact]
    public void Wrong_keys_cost_more_and_more_time_from_the_same_address_only()
    {
        var tries = new FailedTries(_clock);
        var address = IPAddress.Parse("2001:db8::1");
        for (var i = 0; i < 5; i++)
        {
            tries.Add(address);
            Assert.Null(tries.Wait(address));
        }

        tries.Add(address);
        Assert.Equal(TimeSpan.FromSeconds(1), tries.Wait(address));
        tries.Add(address);
        Assert.Equal(TimeSpan.FromSeconds(2), tries.Wait(IPAddress.Parse("2001:db8::2")));
        Assert.Null(tries.Wait(IPAddress.Parse("2001:db8:1::1")));
        _clock.Now = _clock.Now.AddSeconds(2);
        Assert.Null(tries.Wait(address));
        tries.Clear(address);
        tries.Add(address);
        Assert.Null(tries.Wait(address));
    }

    [Fact]
    public void Very_many_addresses_take_bounded_memory_and_never_wait_for_ever()
    {
        var tries = new FailedTries(_clock);
        var stubborn = IPAddress.Parse("10.0.0.1");
        for (var i = 0; i < 100; i++)
        {
            tries.Add(stubborn);
        }

        Assert.Equal(TimeSpan.FromMinutes(5), tries.Wait(stubborn));
        _clock.Now = _clock.Now.AddSeconds(1);
        for (var i = 0; i < 10_000; i++)
        {
            tries.Add(new IPAddress([11, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.Null(tries.Wait(stubborn));
    }
}
