using System.Collections.Immutable;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Explaining;

/// <summary>Says why a node ran or was reused, by comparing it with the run before. Pure.</summary>
public static class StepDifference
{
    private const int Shown = 60;

    /// <summary>The explanation, in whole sentences; never empty.</summary>
    /// <param name="before">The node in the run before; null where it was not in it.</param>
    /// <param name="now">The node in this run.</param>
    /// <param name="ran">Ids of the nodes that ran in this run; null where that is not known.</param>
    public static ImmutableArray<string> Explain(StepRecord? before, StepRecord now, IReadOnlySet<string>? ran = null)
    {
        ArgumentNullException.ThrowIfNull(now);
        return now.Fate switch
        {
            StepFate.Reused when now.ReusedBecause == ReuseReason.SameInputs => ["Reused: its inputs turned out to be what they were."],
            StepFate.Reused => ["Reused: the same recipe was done before."],
            StepFate.Skipped when now.SkippedBecauseOf is { } other => [$"Skipped, because '{other}' failed."],
            StepFate.Skipped => ["Skipped, because the run was interrupted."],
            _ => WhyItRan(before, now, ran ?? ImmutableHashSet<string>.Empty),
        };
    }

    private static ImmutableArray<string> WhyItRan(StepRecord? before, StepRecord now, IReadOnlySet<string> ran) => now.RanBecause switch
    {
        RunReason.Volatile => ["Ran, because it gives something else each time."],
        RunReason.BytesGone => ["Ran, because its result is on record, but the bytes are gone and were wanted."],
        RunReason.FilesGone => ["Ran, because the files it saved could not be put back."],
        RunReason.Checked => ["Ran, because check mode runs everything again."],
        _ when before is null => ["Ran, because no earlier run of it is on record."],
        _ => WhatChanged(before, now) is { IsEmpty: false } changes ? changes : [WithoutChange(before, now, ran)],
    };

    private static string WithoutChange(StepRecord before, StepRecord now, IReadOnlySet<string> ran)
    {
        var above = now.Given.Links.Where(link => link.Value.NodeId is { } node && ran.Contains(node)).ToList();
        return (before.Fate, above) switch
        {
            (StepFate.Failed, _) => "Ran, because it failed the last time, and failures are not kept.",
            (StepFate.Unfinished or StepFate.Skipped, _) => "Ran, because it was not finished the last time.",

            // Nobody told the ids of the values, but a result was looked for and not found: what came from above is not what it was.
            (_, [var (input, origin)]) => $"Ran, because input '{input}' changed: {Origin(origin)} ran too, and gave something else.",
            (_, [_, ..]) => $"Ran, because what it was given changed: of the nodes above it {string.Join(", ", above.Select(link => Origin(link.Value)).Distinct())} ran too, and gave something else.",
            _ => "Ran, although nothing that it was given changed: its result was cleared, or what is above it was done in another way.",
        };
    }

    private static ImmutableArray<string> WhatChanged(StepRecord before, StepRecord now)
    {
        if (before.ClassType != now.ClassType)
        {
            return [$"Ran, because it is of type {now.ClassType} now and was of type {before.ClassType}."];
        }

        var changes = ImmutableArray.CreateBuilder<string>();
        if (before.Code is { } old && now.Code is { } code && old != code)
        {
            changes.Add($"Ran, because the code of {now.ClassType} changed.");
        }

        foreach (var name in before.Given.Settings.Keys.Union(now.Given.Settings.Keys).Union(before.Given.Links.Keys).Union(now.Given.Links.Keys).Order(StringComparer.Ordinal))
        {
            if (OfInput(name, before.Given, now.Given) is { } change)
            {
                changes.Add(change);
            }
        }

        return changes.ToImmutable();
    }

    private static string? OfInput(string name, StepInputs before, StepInputs now)
    {
        var (oldSetting, newSetting) = (before.Settings.GetValueOrDefault(name), now.Settings.GetValueOrDefault(name));
        var (oldLink, newLink) = (before.Links.GetValueOrDefault(name), now.Links.GetValueOrDefault(name));
        return (oldSetting, newSetting, oldLink, newLink) switch
        {
            ({ } old, { } given, _, _) when old != given => $"Ran, because setting '{name}' changed from {Short(old)} to {Short(given)}.",
            ({ } old, null, _, { } link) => $"Ran, because input '{name}' was {Short(old)} and comes from {Origin(link)} now.",
            (_, { } given, { } link, null) => $"Ran, because input '{name}' came from {Origin(link)} and is {Short(given)} now.",
            (null, { } given, null, _) => $"Ran, because setting '{name}' is {Short(given)} now and was not given before.",
            ({ } old, null, _, null) => $"Ran, because setting '{name}' was {Short(old)} and is not given any more.",
            (_, _, null, { } link) => $"Ran, because input '{name}' comes from {Origin(link)} now and was not linked before.",
            (_, _, { } link, null) => $"Ran, because input '{name}' came from {Origin(link)} and is not linked any more.",
            (_, _, { } old, { } link) => OfLink(name, old, link),
            _ => null,
        };
    }

    private static string? OfLink(string name, InputOrigin before, InputOrigin now)
    {
        var moved = (before.NodeId, before.Output, before.Path) != (now.NodeId, now.Output, now.Path);
        return (moved, before.Id, now.Id) switch
        {
            (true, var old, var id) when old is null || old != id => $"Ran, because input '{name}' comes from {Origin(now)} now and came from {Origin(before)}.",
            (false, { } old, { } id) when old != id && now.Path is not null => $"Ran, because input '{name}' changed: the file '{now.Path}' holds something else.",
            (false, { } old, { } id) when old != id => $"Ran, because input '{name}' changed: {Origin(now)} gave something else.",
            _ => null,
        };
    }

    private static string Origin(InputOrigin origin)
        => origin.Path is { } path ? $"the file '{path}'" : origin.Output == 0 ? $"'{origin.NodeId}'" : $"'{origin.NodeId}' (output {origin.Output})";

    private static string Short(string json) => json.Length <= Shown ? json : string.Concat(json.AsSpan(0, Shown), "…");
}
