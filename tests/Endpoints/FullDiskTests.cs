using Repeater.Tests.Storage;

namespace Repeater.Tests.Endpoints;

/// <summary>A file system that really is full, or really is read-only, seen through HTTP.</summary>
public class FullDiskTests
{
    [MountFact]
    public async Task A_full_disk_answers_507_keeps_what_was_there_and_works_again_when_there_is_room()
    {
        using var disk = Mounted.TryMount(1 << 20)!;
        await using var server = await TestServer.StartAsync(("USER_DATA_DIR", Path.Combine(disk.Path, "userdata")));
        Assert.Equal(200, (await ChatAsync(server, "one")).Status);
        await server.PostFormAsync("/userdata/prompt/set/u:1", ("prompt", "before"));
        disk.Fill();
        var big = new string('x', 20_000);

        // Some bytes may be left in the file's last block.
        foreach (var refused in (Answer[])
            [
                await ChatAsync(server, big),
                await ChatAsync(server, big),
                await server.PostFormAsync("/userdata/prompt/set/u:1", ("prompt", big)),
                await server.PostFormAsync("/userdata/prompt/set/stranger", ("prompt", "p")),
                await server.PostFormAsync("/userdata/config/set/u:1/string", ("key", "k"), ("value", big)),
                await server.PostFormAsync("/userdata/context/rewrite/u:1", ("index", "0"), ("content", big)),
            ])
        {
            Assert.Equal(507, refused.Status);
            Assert.StartsWith("The disk is full: ", refused.Json.GetProperty("detail").GetString());
            Assert.EndsWith(" was not done and nothing was changed.", refused.Json.GetProperty("detail").GetString());
        }

        var readiness = await server.GetAsync("/readyz");
        Assert.Equal((503, "The disk is full."), (readiness.Status, readiness.Json.GetProperty("disk").GetProperty("problem").GetString()));
        Assert.Equal("before", (await server.GetAsync("/userdata/prompt/get/u:1")).Body);
        Assert.Equal("""[{"role":"user","content":"one"},{"role":"assistant","content":"one"}]""", (await server.GetAsync("/userdata/context/get/u:1")).Body);

        disk.Free();
        Assert.Equal(200, (await ChatAsync(server, "two")).Status);
        Assert.Equal(
            """[{"role":"user","content":"one"},{"role":"assistant","content":"one"},{"role":"user","content":"two"},{"role":"assistant","content":"two"}]""",
            (await server.GetAsync("/userdata/context/get/u:1")).Body);
        Assert.DoesNotContain(Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories), file => file.Contains(".torn-") || file.EndsWith(".tmp"));
    }

    [MountFact]
    public async Task A_folder_nobody_may_write_to_answers_503_is_still_read_and_works_again_later()
    {
        using var disk = Mounted.TryMount(1 << 20)!;
        await using var server = await TestServer.StartAsync(("USER_DATA_DIR", Path.Combine(disk.Path, "userdata")));
        Assert.Equal(200, (await ChatAsync(server, "one")).Status);
        await server.PostFormAsync("/userdata/context/change/u:2?new_branch_id=b");
        Assert.True(disk.TryFreeze(true));
        try
        {
            foreach (var refused in (Answer[])
                [
                    await ChatAsync(server, "two"),
                    await server.PostFormAsync("/userdata/prompt/set/u:1", ("prompt", "p")),
                    await server.PostFormAsync("/userdata/prompt/set/stranger", ("prompt", "p")),
                    await server.PostFormAsync("/userdata/context/change/u:2?new_branch_id=c"),
                    await server.DeleteAsync("/userdata/context/delete/u:1"),
                ])
            {
                Assert.Equal(503, refused.Status);
                Assert.Contains(" was not done and nothing was changed", refused.Json.GetProperty("detail").GetString());
            }

            Assert.Equal("""[{"role":"user","content":"one"},{"role":"assistant","content":"one"}]""", (await server.GetAsync("/userdata/context/get/u:1")).Body);
            Assert.Equal("b", (await server.GetAsync("/userdata/context/now_branch/u:2")).Body);
            Assert.Equal("""["u:1","u:2"]""", (await server.GetAsync("/userdata/context/userlist")).Body);
        }
        finally
        {
            disk.TryFreeze(false);
        }

        Assert.Equal(200, (await ChatAsync(server, "two")).Status);
        Assert.Equal(200, (await server.DeleteAsync("/userdata/context/delete/u:1")).Status);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/get/u:1")).Body);
    }

    static Task<Answer> ChatAsync(TestServer server, string message) => server.PostFormAsync("/chat/completion/u:1", ("message", message));
}
