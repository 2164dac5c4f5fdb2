using Repeater.Tests.Storage;

namespace Repeater.Tests.Endpoints;

/// <summary>A disk that fails, seen through HTTP.</summary>
public class DiskFaultTests
{
    [InProcessTheory]
    [InlineData(DiskStep.Flush, FaultyDisk.InputOutput, 503)]
    [InlineData(DiskStep.Write, FaultyDisk.ReadOnly, 503)]
    [InlineData(DiskStep.Write, FaultyDisk.NoSpace, 507)]
    public async Task A_change_that_cannot_be_written_is_told_undone_and_works_later(DiskStep step, int code, int status)
    {
        var disk = new FaultyDisk();
        await using var server = await TestServer.StartAsync(new AppParts { Disk = disk });
        await server.PostFormAsync("/chat/completion/u", ("message", "one"));
        var before = (await server.GetAsync("/userdata/context/get/u")).Body;
        disk.Fault = (now, path) => now == step && path.EndsWith("default.jsonl") ? code : null;

        foreach (var refused in (Answer[])
            [
                await server.PostFormAsync("/chat/completion/u", ("message", "two")),
                await server.PostFormAsync("/userdata/context/withdraw/u", ("index", "0")),
                await server.PostFormAsync("/userdata/context/undo/u"),
            ])
        {
            Assert.Equal(status, refused.Status);
            Assert.Contains("was not done and nothing was changed", refused.Json.GetProperty("detail").GetString());
        }

        disk.Fault = (_, _) => null;
        Assert.Equal(before, (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/u", ("message", "three"))).Status);
    }
}
