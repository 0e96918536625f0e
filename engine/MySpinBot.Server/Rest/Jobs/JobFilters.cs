using System.Collections.Immutable;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>Reads which jobs are meant, from the parameters of an address.</summary>
internal static class JobFilters
{
    /// <summary>The jobs of an owner that parameters name.</summary>
    public static JobFilter Read(Parameters parameters, string owner) => new()
    {
        Owner = owner,
        NameContains = parameters.Text("name", 200),
        Since = parameters.Time("since"),
        Until = parameters.Time("until"),
        Batch = parameters.Id("batch"),
        Labels = ReadLabels(parameters),
    };

    // A name has no colon in it; a value may.
    private static ImmutableArray<(string Name, string Value)> ReadLabels(Parameters parameters)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var text in parameters.Texts("label", LabelRules.Most))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && LabelRules.IsName(text.AsSpan(0, colon)) && text.Length - colon - 1 <= LabelRules.LongestValue)
            {
                found.Add((text[..colon], text[(colon + 1)..]));
            }
            else
            {
                parameters.Wrong("label", text, "name:value", false);
            }
        }

        return found.ToImmutable();
    }
}
