using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Chat;
using Repeater.Chat.Turns;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Tests.Chat;

public class LiveTurnTests
{
    static readonly TurnOutcome End = new TurnRefused(TurnRefusal.Stopped, "");

    [Fact]
    public async Task Any_number_of_readers_get_every_character_in_order_whole_and_of_one_kind_each()
    {
        using var turn = NewTurn();
        var random = new Random(7);
        string[] words = ["a", "好", "😀", "long words ", new string('x', 5000)];
        var written = Enumerable.Range(0, 2000).Select(_ => (IsReasoning: random.Next(2) == 0, Text: words[random.Next(words.Length)])).ToList();
        var readers = Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReadAsync(turn))).ToList();

        foreach (var (isReasoning, text) in written)
        {
            turn.Add(isReasoning ? new ReasoningDelta(text) : new ContentDelta(text));
        }
        turn.Complete(End);

        foreach (var pieces in await Task.WhenAll([.. readers, ReadAsync(turn)]).WaitAsync(TimeSpan.FromSeconds(60)))
        {
            foreach (var kind in new[] { true, false })
            {
                Assert.Equal(
                    string.Concat(written.Where(item => item.IsReasoning == kind).Select(item => item.Text)),
                    string.Concat(pieces.Where(piece => piece.IsReasoning == kind).Select(piece => piece.Text)));
            }
            Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece.Text[0]) || char.IsHighSurrogate(piece.Text[^1])));
        }
    }

    [Fact]
    public async Task A_reader_that_leaves_is_gone_and_the_others_stay()
    {
        using var turn = NewTurn();
        using var leaves = new CancellationTokenSource();
        var (gone, stays) = (turn.ReadAsync(0, leaves.Token).AsTask(), turn.ReadAsync(0, default).AsTask());

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        turn.Add(new ContentDelta("fine"));

        Assert.Equal(new LivePiece(false, "fine", 4), await stays);
    }

    [Fact]
    public async Task When_the_server_stops_turns_are_stopped_and_waited_for()
    {
        var lifetime = new Lifetime();
        var turns = new RunningTurns(TimeProvider.System, lifetime, new TurnJournal(new(), new(), NullLogger<TurnJournal>.Instance));
        await turns.StartAsync(default);
        var (running, late) = (NewTurn(), NewTurn());
        var stored = new TaskCompletionSource();
        turns.Begin(running, async live =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, live.Stopping));
            await stored.Task;
            return End;
        });

        await lifetime.Stopping.CancelAsync();
        var stop = turns.StopAsync(default);
        Assert.False(stop.IsCompleted);
        stored.SetResult();
        await stop.WaitAsync(TimeSpan.FromSeconds(60));
        turns.Begin(late, live => Task.FromResult(live.Stopping.IsCancellationRequested ? End : throw new InvalidOperationException()));

        Assert.Same(End, await running.Outcome);
        Assert.Same(End, await late.Outcome);
    }

    [Fact]
    public async Task Ended_turns_are_let_go_after_a_while_and_when_they_are_many()
    {
        var turns = new RunningTurns(TimeProvider.System, new Lifetime(), new TurnJournal(new(), new(), NullLogger<TurnJournal>.Instance));
        var all = Enumerable.Range(0, 1100).Select(_ => NewTurn()).ToList();
        foreach (var turn in all)
        {
            turns.Begin(turn, _ => Task.FromResult(End));
            await turn.Outcome;
        }

        Assert.Null(turns.Find(all[0].User!, all[0].Id));
        Assert.Same(all[^1], turns.Find(all[^1].User!, all[^1].Id));
        Assert.Equal(1000, turns.Of(all[0].User!).Count);
    }

    static LiveTurn NewTurn() => new(UserName.TryParse("u", out _)!, DateTimeOffset.UnixEpoch);

    static async Task<List<LivePiece>> ReadAsync(LiveTurn turn)
    {
        var pieces = new List<LivePiece>();
        while (await turn.ReadAsync(pieces.Count == 0 ? 0 : pieces[^1].End, default) is { } piece)
        {
            pieces.Add(piece);
        }
        return pieces;
    }

    sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationTokenSource Stopping { get; } = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => Stopping.Token;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => Stopping.Cancel();
    }
}
