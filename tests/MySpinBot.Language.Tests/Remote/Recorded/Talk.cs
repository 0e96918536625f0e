using MySpinBot.Nodes.Llm.Remote;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Remote.Recorded;

/// <summary>Remote models as the plugin reaches them, with targets of a test.</summary>
internal sealed class Talk : IDisposable, IOutboundTargets, INodeLog
{
    // What is hurried must not be short where a test is about something else.
    private static readonly TimeSpan Ample = TimeSpan.FromHours(2);
    private static readonly TimeSpan Usual = new OutboundTarget("", "", new Uri("http://a")).Patience;

    public Talk(params OutboundTarget[] targets)
        : this(null, targets)
    {
    }

    public Talk(TimeProvider? time, params OutboundTarget[] targets)
    {
        All = [.. targets.Select(target => target.Patience == Usual ? target with { Patience = Ample } : target)];
        Answers = new RemoteAnswers(this, Shelf, this, time ?? Time);
    }

    public IReadOnlyList<OutboundTarget> All { get; }

    public HurriedTime Time { get; } = new();

    public ModelShelf Shelf { get; } = new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 1L << 30 }, TimeProvider.System);

    public RemoteAnswers Answers { get; }

    public List<string> Warnings { get; } = [];

    public static Talk OpenAi(RecordedServer server, Func<OutboundTarget, OutboundTarget>? change = null) => With(new OutboundTarget("there", "openai", server.Address), change);

    public static Talk Ollama(RecordedServer server, Func<OutboundTarget, OutboundTarget>? change = null) => With(new OutboundTarget("there", "ollama", server.Address), change);

    public async Task<List<TextPiece>> PiecesAsync(TextRequest request, string model = "tale")
    {
        var pieces = new List<TextPiece>();
        await foreach (var piece in Answers.AnswerAsync(new RemoteSource("there", model), request, TestContext.Current.CancellationToken))
        {
            pieces.Add(piece);
        }

        return pieces;
    }

    public async Task<string> TextAsync(TextRequest request) => string.Concat((await PiecesAsync(request)).Select(piece => piece.Text));

    public async Task<NodeFailure> FailureAsync(TextRequest request) => await Should.ThrowAsync<NodeFailure>(() => PiecesAsync(request));

    /// <summary>A question.</summary>
    public static TextRequest Ask(string text = "Tell me a tale.") => new() { Model = "", Messages = [new("user", text)] };

    public void Info(string message)
    {
    }

    public void Warn(string message)
    {
        lock (Warnings)
        {
            Warnings.Add(message);
        }
    }

    public void Dispose() => Answers.Dispose();

    private static Talk With(OutboundTarget target, Func<OutboundTarget, OutboundTarget>? change) => new(change?.Invoke(target) ?? target);
}
