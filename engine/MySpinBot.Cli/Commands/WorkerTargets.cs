using System.Globalization;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Commands;

/// <summary>How a server tells its worker which other servers there are: by a variable, for there are keys among it and everybody on a machine can read command lines. The worker takes the variable away at once, so nothing that it starts has it.</summary>
internal static class WorkerTargets
{
    /// <summary>The variable.</summary>
    public const string Variable = "MYSPINBOT_WORKER_TARGETS";

    /// <summary>Its value.</summary>
    public static string Write(IReadOnlyList<OutboundTarget> targets) => JsonSerializer.Serialize(targets.Select(target => new Told(
        target.Name, target.Kind, target.Address.AbsoluteUri, target.Key, target.Patience.TotalSeconds, target.Retries, target.SharesMemory)));

    /// <summary>What the engine is told.</summary>
    /// <param name="options">What else it is told.</param>
    /// <param name="surroundings">Whose variable.</param>
    public static EngineOptions Read(EngineOptions options, Surroundings surroundings)
    {
        if (surroundings.Variable(Variable) is not { Length: > 0 } json)
        {
            return options;
        }

        surroundings.Forget(Variable);
        return options with { Targets = Read(json) };
    }

    private static IReadOnlyList<OutboundTarget> Read(string json)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<Told[]>(json)!.Select(told => new OutboundTarget(told.Name, told.Kind, new Uri(told.Address))
            {
                Key = told.Key,
                Patience = TimeSpan.FromSeconds(told.Patience),
                Retries = told.Retries,
                SharesMemory = told.SharesMemory,
            })];
        }
        catch (Exception fault) when (fault is JsonException or UriFormatException)
        {
            // What stands in it may be a key: the sentence does not repeat it.
            throw new Configuring.ConfigurationRefusal([string.Create(CultureInfo.InvariantCulture, $"{Variable} is not what a server tells its worker ({json.Length} characters); leave it unset.")]);
        }
    }

    private sealed record Told(string Name, string Kind, string Address, string? Key, double Patience, int Retries, bool SharesMemory);
}
