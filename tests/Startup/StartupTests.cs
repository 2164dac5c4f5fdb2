using System.Net.Sockets;
using Repeater.Startup;

namespace Repeater.Tests.Startup;

public class StartupTests
{
    static readonly StartupLines Fresh = new()
    {
        Addresses = ["http://127.0.0.1:8080"],
        DataFolder = "/srv/bot/data/userdata",
        Models = [],
        ModelsFile = null,
        HasAccessToken = false,
    };

    static string Text(StartupLines start) => string.Join('\n', start.Lines()).Replace(BuildInfo.Describe(), "(version)");

    [Fact]
    public void A_fresh_start_says_address_data_what_is_not_configured_and_which_file_to_write() => Assert.Equal(
        """
        Repeater (version)
          address   http://127.0.0.1:8080
          data      /srv/bot/data/userdata
          models    none configured, so the built-in parrot answers: it repeats what it is told
                    For a real model write ./config/apiconfig.json (README, "A first chat") or name
                    another file with API_INFO_FILE_PATH, then start again.
          try it    curl -d message=hello http://127.0.0.1:8080/chat/completion/me
        """.ReplaceLineEndings("\n"),
        Text(Fresh));

    [Fact]
    public void A_configured_start_says_its_models_and_what_they_lack() => Assert.Equal(
        """
        Repeater (version)
          address   http://127.0.0.1:8080
          data      /srv/bot/data/userdata
          models    chat: Deepseek V3
                    reasoner: Deepseek R1
                    from ./config/apiconfig.json
          missing   The provider Deepseek has no key: set DEEPSEEK_API_KEY in the environment or in .env.
        """.ReplaceLineEndings("\n"),
        Text(Fresh with
        {
            Models = [new("chat", "Deepseek V3"), new("reasoner", "Deepseek R1")],
            ModelsFile = "./config/apiconfig.json",
            Missing = ["The provider Deepseek has no key: set DEEPSEEK_API_KEY in the environment or in .env."],
        }));

    [Theory]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://[::]:80")]
    public void An_address_for_all_is_shown_as_one_that_a_browser_understands(string address)
    {
        var text = Text(Fresh with { Addresses = [address] });

        Assert.Contains("address   http://127.0.0.1 and every other address of this machine\n", text);
        Assert.Contains("curl -d message=hello http://127.0.0.1/chat/completion/me", text);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", false, 0)]
    [InlineData("http://127.8.9.1:80", false, 0)]
    [InlineData("http://[::1]:80", false, 0)]
    [InlineData("http://localhost:80", false, 0)]
    [InlineData("http://0.0.0.0:80", false, 1)]
    [InlineData("http://[::]:80", false, 1)]
    [InlineData("http://192.168.1.2:80", false, 1)]
    [InlineData("http://192.168.1.2:80", true, 0)]
    public void Listening_beyond_loopback_without_a_token_is_warned_of_once(string address, bool hasToken, int warnings)
    {
        var start = Fresh with { Addresses = [address], HasAccessToken = hasToken };

        Assert.Equal(warnings, start.Warnings().Count);
    }

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "127.0.0.1", "Port 80 is already in use on 127.0.0.1")]
    [InlineData(SocketError.AccessDenied, "::1", "The system does not allow this user to listen on [::1]:80. Ports below 1024 mostly need rights")]
    [InlineData(SocketError.AddressNotAvailable, "192.0.2.1", "HOST (--host) is 192.0.2.1, which is no address of this machine.")]
    [InlineData(SocketError.AddressFamilyNotSupported, "::1", "HOST (--host) is ::1, but this machine has no IPv6.")]
    [InlineData(SocketError.NetworkDown, "127.0.0.1", "Cannot listen on 127.0.0.1:80: ")]
    public void Why_the_server_cannot_listen_is_a_sentence(SocketError error, string host, string sentence)
    {
        var failure = new IOException("wrapped", new InvalidOperationException("twice", new SocketException((int)error)));

        Assert.StartsWith(sentence, ListenFailure.Describe(failure, new() { Host = host, Port = 80 }));
    }

    [Fact]
    public void Another_failure_is_not_one_of_listening() => Assert.Null(ListenFailure.Describe(new IOException("disk"), new()));
}
