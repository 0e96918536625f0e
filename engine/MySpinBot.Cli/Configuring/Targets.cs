using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Configuring;

/// <summary>Puts together what several settings say of the same server.</summary>
internal static class Targets
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(2);
    private const int UsualRetries = 2;

    /// <summary>The servers that are configured.</summary>
    public static IReadOnlyList<OutboundTarget> Of(Configuration configuration)
    {
        var (keys, patience, retries) = (configuration.Get(Settings.TargetKeys), configuration.Get(Settings.TargetPatience), configuration.Get(Settings.TargetRetries));
        var here = configuration.Get(Settings.TargetsHere);
        return [.. (configuration.Get(Settings.TargetServers) ?? []).Select(target => new OutboundTarget(target.Name, target.Kind, target.Address)
        {
            Key = keys?.GetValueOrDefault(target.Name),
            Patience = ValueOf(patience, target.Name) ?? UsualPatience,
            Retries = ValueOf(retries, target.Name) ?? UsualRetries,
            SharesMemory = here?.Contains(target.Name, StringComparer.Ordinal) == true,
        })];
    }

    /// <summary>What does not fit together, in sentences: names that come twice, and names of no target.</summary>
    public static IEnumerable<string> FaultsOf(Configuration configuration)
    {
        var names = (configuration.Get(Settings.TargetServers) ?? []).Select(target => target.Name).ToList();
        foreach (var setting in (Setting[])[Settings.TargetServers, Settings.TargetKeys, Settings.TargetPatience, Settings.TargetRetries, Settings.TargetsHere])
        {
            var given = (configuration.Find(setting)?.Texts ?? []).Select(text => NameIn(text, setting == Settings.TargetsHere)).ToList();
            foreach (var twice in given.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()))
            {
                yield return twice.Key.Length == 0 ? $"{setting.Key} says twice what holds for all targets; keep one of them." : $"{setting.Key} names {Shown.Name(twice.Key)} twice; keep one of them, or give each server a name of its own.";
            }

            foreach (var unknown in given.Where(name => name.Length > 0 && !names.Contains(name, StringComparer.Ordinal)))
            {
                yield return $"{setting.Key} speaks of {Shown.Name(unknown)}, and {Settings.TargetServers.Key} names {(names.Count == 0 ? "no server" : $"only {Shown.Names(names)}")}.";
            }
        }
    }

    // What stands behind the name may be a key, and is not looked at.
    private static string NameIn(string text, bool isAlone) => isAlone ? text : text.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, _] ? name : "";

    private static T? ValueOf<T>(IReadOnlyDictionary<string, T>? values, string name)
        where T : struct
        => values is null ? null : values.TryGetValue(name, out var own) ? own : values.TryGetValue("", out var all) ? all : null;
}
