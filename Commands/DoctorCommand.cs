using System.CommandLine;
using Repeater.Configuration;
using Repeater.Startup;

namespace Repeater.Commands;

/// <summary>Looks at everything a server needs, and says of what is not in order what to do.</summary>
static class DoctorCommand
{
    public static Command Make(Surroundings surroundings, Func<ParseResult, SettingsResult> read)
    {
        var providers = new Option<bool>("--providers") { Description = "Ask each provider for its list of models, which is free." };
        var call = new Option<bool>("--call") { Description = "Have each model say a word, which costs a few tokens." };
        var command = new Command("doctor", "Look at settings, disk, clock, port, drawing, certificate and models, and say what to do.") { providers, call };
        command.SetAction(async (result, cancel) =>
            (int)await RunAsync(surroundings, read(result), result.GetValue(providers), result.GetValue(call), cancel));
        return command;
    }

    static async Task<ExitCode> RunAsync(Surroundings surroundings, SettingsResult read, bool providers, bool call, CancellationToken cancel)
    {
        var diagnoses = new List<Diagnosis>();
        await TellAsync(Settings(read));
        if (read.Errors.Count > 0)
        {
            return ExitCode.BadSetting;
        }

        await TellAsync([new("version", Health.Good, BuildInfo.Describe())]);
        await TellAsync(MachineChecks.Disk(read.Settings));
        await TellAsync(MachineChecks.Clock(read.Settings, TimeProvider.System.GetUtcNow()));
        await TellAsync([await MachineChecks.PortAsync(read.Settings, cancel)]);
        await TellAsync([ProgramChecks.Drawing()]);
        await TellAsync(ProgramChecks.Certificate(read.Settings, TimeProvider.System.GetUtcNow()));
        await TellAsync(ProgramChecks.Access(read.Settings));
        await TellAsync(await ProgramChecks.ModelsAsync(read.Settings, read.Environment, providers, call, cancel));
        var (bad, odd) = (diagnoses.Count(item => item.Health == Health.Bad), diagnoses.Count(item => item.Health == Health.Odd));
        await surroundings.Output.WriteLineAsync(bad + odd == 0 ? "All is well." : $"{bad} things are not in order, {odd} are worth a look.");
        return bad > 0 ? ExitCode.Unhealthy : ExitCode.Ok;

        async Task TellAsync(IEnumerable<Diagnosis> found)
        {
            foreach (var item in found)
            {
                diagnoses.Add(item);
                await surroundings.Output.WriteLineAsync($"{Label(item.Health),-6} {item.What,-11} {Printable.Line(item.Sentence)}");
            }
        }
    }

    static List<Diagnosis> Settings(SettingsResult read)
    {
        var told = read.Errors.Select(sentence => new Diagnosis("settings", Health.Bad, sentence))
            .Concat(read.Warnings.Select(sentence => new Diagnosis("settings", Health.Odd, sentence)))
            .Concat(read.Unused.Select(unused => new Diagnosis("settings", Health.Odd, $"{unused.Name} ({unused.Source.Text}) has no effect: {unused.Reason}.")))
            .ToList();
        return told.Count > 0 ? told : [new("settings", Health.Good, "can all be used; \"repeater config\" lists them.")];
    }

    static string Label(Health health) => health switch
    {
        Health.Good => "ok",
        Health.Odd => "look",
        _ => "WRONG",
    };
}
