using System.Collections.Concurrent;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>Which client handed in which of the jobs that have not ended, as far as that is known. Safe from any thread.</summary>
internal sealed class JobClients
{
    private readonly ConcurrentDictionary<Guid, JobClient> _clients = new();

    /// <summary>Takes note of a job that is about to be handed in.</summary>
    /// <returns>False where there is one of this id.</returns>
    public bool TryAdd(Guid job, JobClient client) => _clients.TryAdd(job, client);

    /// <summary>Who handed it in; null where that is not known.</summary>
    public JobClient? Find(Guid job) => _clients.GetValueOrDefault(job);

    /// <summary>Forgets a job.</summary>
    public void Remove(Guid job) => _clients.TryRemove(job, out _);
}

/// <summary>Who handed in a job.</summary>
/// <param name="ClientId">The socket that hears of it; null for none.</param>
/// <param name="ShowsPreviews">Whether it wants pictures of the work.</param>
internal sealed record JobClient(string? ClientId, bool ShowsPreviews)
{
    private static readonly JobClient Nobody = new(null, true);

    /// <summary>What a job's terms say of it.</summary>
    public static JobClient Of(ComfyTerms? terms)
    {
        if (terms is null)
        {
            return Nobody;
        }

        var isNone = terms.ExtraData is { ValueKind: System.Text.Json.JsonValueKind.Object } extra
            && extra.TryGetProperty("preview_method", out var method) && method.ValueKind == System.Text.Json.JsonValueKind.String && method.ValueEquals("none"u8);
        return new JobClient(terms.ClientId, !isNone);
    }
}
