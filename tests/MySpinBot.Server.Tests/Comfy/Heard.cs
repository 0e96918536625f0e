using System.Text;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

/// <summary>What a client hears of a job whose events a test tells.</summary>
internal sealed class Heard : ILiveAudience
{
    public static readonly Guid Id = Guid.Parse("0d5e2f0a-1111-4222-8333-944444444444");
    public static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private readonly LiveJob _job;
    private long _number;

    public Heard(string prompt, string? client = "anna", TimeProvider? time = null)
    {
        var catalog = new Catalog(Toys.Catalog.Nodes.Select(node => new CatalogEntry(node.Descriptor, node.Plugin, node.ImplementationId)));
        var content = new JobContent(Encoding.UTF8.GetBytes(prompt), new JobTerms { Comfy = new ComfyTerms(client, null, 0) });
        _job = new LiveJob(Id, client, true, new PromptStory(() => content, catalog), this, time ?? TimeProvider.System);
    }

    public List<JsonElement> Frames { get; } = [];

    public List<byte[]> Pictures { get; } = [];

    public bool IsThere => true;

    public LiveJob Job => _job;

    /// <summary>The frames in short: <c>executing 1</c>, <c>progress_state 1 running</c> (the node that changed last), ….</summary>
    public string Story => string.Join('\n', Frames.Select(Short));

    public Heard Tell(params object[] events)
    {
        foreach (var told in events)
        {
            var json = told is JobEvent of
                ? JsonSerializer.SerializeToUtf8Bytes(of, MessageJson.Options)
                : JsonSerializer.SerializeToUtf8Bytes((RunEvent)told, MessageJson.Options);
            _job.Take(told is ProgressReported or NodeLogged ? new PassingNews(Id, "", json) : new StoredNews(Id, ++_number, json));
        }

        return this;
    }

    /// <summary>A node runs.</summary>
    public Heard Run(string id, string type, string? shown = null)
        => Tell(new NodeStarted(id, type, type, 1, RunReason.NotKnown), new NodeFinished(id, type, 0.1, Json(shown)));

    public Heard Begin() => Tell(new JobQueued(At), new JobBegan(At, 1), new RunStarted(3, At));

    public Heard End(JobState state, string? reason = null) => Tell(new JobFinished(At.AddSeconds(1), state, reason));

    public static JsonElement? Json(string? text) => text is null ? null : JsonDocument.Parse(text).RootElement;

    public JsonElement Data(string type) => Frames.Last(frame => frame.GetProperty("type").GetString() == type).GetProperty("data");

    void ILiveAudience.Keep(SocketFrame frame) => Take(frame);

    void ILiveAudience.Offer(FrameKind kind, SocketFrame frame) => Take(frame);

    void ILiveAudience.OfferPreview(FrameKind kind, Func<SocketFrame> plain, Func<SocketFrame> described)
    {
        Take(plain());
        Take(described());
    }

    void ILiveAudience.TellStatus() => Take(SocketFrame.Status(1));

    private void Take(SocketFrame frame)
    {
        if (frame.IsBinary)
        {
            Pictures.Add(frame.Bytes.ToArray());
        }
        else
        {
            Frames.Add(JsonDocument.Parse(frame.Bytes).RootElement);
        }
    }

    private static string Short(JsonElement frame)
    {
        var (type, data) = (frame.GetProperty("type").GetString(), frame.GetProperty("data"));
        var rest = type switch
        {
            "executing" => data.GetProperty("node").GetString() ?? "null",
            "executed" => $"{data.GetProperty("node").GetString()} {data.GetProperty("output").GetRawText()}",
            "execution_cached" => $"[{string.Join(' ', data.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()))}]",
            "progress_state" => string.Join(' ', data.GetProperty("nodes").EnumerateObject().Select(node => $"{node.Name}:{node.Value.GetProperty("state").GetString()}")),
            "execution_error" or "execution_interrupted" => $"{data.GetProperty("node_id").GetString()} {data.GetProperty("node_type").GetString()}",
            _ => "",
        };
        return $"{type} {rest}".TrimEnd();
    }
}
