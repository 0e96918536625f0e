using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>What requests say outside of their bodies.</summary>
internal static class Requests
{
    /// <summary>The id in the address.</summary>
    /// <exception cref="ServerRefusal">It is no id, so there is nothing of that id.</exception>
    public static Guid JobId(HttpContext context)
        => Word(context, "id") is var word && Guid.TryParse(word, out var id) ? id : throw NoJob(word);

    /// <summary>A part of the address.</summary>
    public static string Word(HttpContext context, string name) => (string?)context.GetRouteValue(name) ?? "";

    /// <summary>The address of this server as whoever asks has found it.</summary>
    public static Uri Server(HttpContext context)
        => Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}", UriKind.Absolute, out var server) ? server : new Uri("http://127.0.0.1:8188");

    /// <summary>There is no job of an id, or it is not for whoever asks to know.</summary>
    public static ServerRefusal NoJob(string id) => new(RefusalKind.Missing, "unknown_job", $"There is no job {Shown.Name(id)}. It may have been removed.");

    /// <summary>Refuses a request with all that is wrong with it.</summary>
    public static void Check(IReadOnlyList<Fault> faults, string code, RefusalKind kind = RefusalKind.Wrong)
    {
        if (faults.Count > 0)
        {
            throw Refusal(faults, code, kind);
        }
    }

    /// <summary>All that is wrong with a request; the first of it is the sentence.</summary>
    public static ServerRefusal Refusal(IReadOnlyList<Fault> faults, string code, RefusalKind kind = RefusalKind.Wrong)
        => new(kind, code, faults.Count == 1 ? faults[0].Sentence : $"{faults[0].Sentence} And {(faults.Count == 2 ? "one more thing is" : $"{faults.Count - 1} more things are")} wrong: see 'problems'.") { Faults = faults };
}
