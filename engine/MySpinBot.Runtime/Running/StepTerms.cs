using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Running;

/// <summary>Which calls of a run are not treated like the others: those that are suspected of having ended their process, and those that may be tried again or may not take for ever.</summary>
internal sealed class StepTerms
{
    private const string AllOthers = "*";
    private const int MostRetries = 10;
    private const double LongestSeconds = 30 * 24 * 3600;

    private readonly Dictionary<(string NodeId, int Call), int>? _strikes;
    private readonly IReadOnlyDictionary<string, StepPolicy>? _policies;

    public StepTerms(RunOptions options)
    {
        _policies = options.Policies.Count > 0 ? options.Policies : null;
        foreach (var suspect in options.Suspects.IsDefault ? [] : options.Suspects)
        {
            var call = (suspect.NodeId, suspect.Call);
            _strikes ??= [];
            _strikes[call] = Math.Max(suspect.Strikes, _strikes.GetValueOrDefault(call, 1));
        }
    }

    /// <summary>Whether all calls are like the others.</summary>
    public bool AreNone => _strikes is null && _policies is null;

    /// <summary>Whether a call may be tried again in this run.</summary>
    public bool AllowRetries => _policies is not null;

    /// <summary>How many processes died in a call.</summary>
    public int StrikesOf(string nodeId, int call) => _strikes is null ? 0 : _strikes.GetValueOrDefault((RunningCalls.IdOf(nodeId), call));

    /// <summary>The policy of a node: its own, else that of the node whose expansion it is in, else that of all others; null where there is none.</summary>
    public StepPolicy? PolicyOf(string nodeId)
    {
        if (_policies is null)
        {
            return null;
        }

        for (var end = nodeId.Length; end > 0; end = nodeId.LastIndexOf('.', end - 1))
        {
            if (_policies.TryGetValue(nodeId[..end], out var policy))
            {
                return policy;
            }
        }

        return _policies.GetValueOrDefault(AllOthers);
    }

    /// <summary>How long to wait before a call is tried again that has failed so often; null to let it be.</summary>
    public TimeSpan? PauseAfter(string nodeId, int failures)
        => PolicyOf(nodeId) is { } policy && failures <= Math.Min(policy.Retries, MostRetries)
            ? Seconds(policy.BackoffSeconds * Math.Pow(2, failures - 1)) ?? TimeSpan.Zero
            : null;

    /// <summary>How long a call of a node may take; null for ever.</summary>
    public TimeSpan? LimitOf(string nodeId) => PolicyOf(nodeId)?.TimeoutSeconds is { } seconds ? Seconds(seconds) : null;

    /// <summary>What is said of a call that is not tried again.</summary>
    public static string StruckOut(string what)
        => $"{what} ended its worker process twice, so it is not tried again. Change its inputs, or have its plugin mended; retrying the job tries it once more.";

    /// <summary>Null for what is no time, or none at all.</summary>
    private static TimeSpan? Seconds(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0.001, LongestSeconds)) : null;
}
