using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MySpinBot.BadHabits;

/// <summary>Models that are none: <c>echo</c> says what was said to it, the others have a bad habit each.</summary>
[Capability("echoes")]
public sealed class Echoing(IModelShelf models, PluginSettings settings, INodeLog log) : ITextGenerator, IEmbedder
{
    private const long Bytes = 1 << 20;

    private static readonly OfferedModel[] Offered = [.. new[] { "echo", "endless", "flood", "leaser", "crash", "faulty", "broken" }.Select(name => new OfferedModel(name, "local"))];

    /// <inheritdoc cref="ITextGenerator.ListAsync"/>
    public ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation) => new(Offered);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TextPiece> GenerateAsync(TextRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var said = request.Prompt ?? (request.Messages.Count > 0 ? request.Messages[^1].Content : null) ?? "";
        switch (request.Model)
        {
            case "echo":
                foreach (var piece in request.Tools.Count > 0 ? Call(request.Tools[0]) : request.Format.Kind == TextFormatKind.Schema ? Shape() : Words(said, request))
                {
                    await Task.Yield();
                    yield return piece;
                }

                break;
            case "endless" or "flood":
                await foreach (var piece in EndlesslyAsync(request.Model, cancellation))
                {
                    yield return piece;
                }

                break;
            case "leaser":
                using (await LeaseAsync(cancellation))
                {
                    // Who uses a model is seen where it lies.
                    yield return new TextPiece { Text = $"{models.Ledgers[0].Resident >= Bytes}" };
                    await SignAsync("go", cancellation);
                }

                yield return new TextPiece { End = TextEnd.Stop, Usage = new TextUsage(1, 0, 1) };
                break;
            case "crash":
                yield return new TextPiece { Text = "half" };
                await SignAsync("crash", cancellation);
                using (var me = Process.GetCurrentProcess())
                {
                    me.Kill();
                }

                await Task.Delay(Timeout.Infinite, cancellation);
                break;
            case "faulty":
                throw new InvalidOperationException("I never work.");
            case "broken":
                yield return new TextPiece { Text = "half" };
                throw new NodeFailure("The rest is not known.");
            default:
                throw new NodeFailure($"There is no model '{request.Model}'.") { Input = nameof(TextRequest.Model), Code = "model_not_found" };
        }
    }

    /// <inheritdoc/>
    public ValueTask<Embeddings> EmbedAsync(EmbeddingRequest request, CancellationToken cancellation)
        => new(new Embeddings([.. request.Texts.Select(_ => (ReadOnlyMemory<float>)new float[] { 0.6f, 0.8f })], request.Texts.Sum(text => text.Length)));

    private static IEnumerable<TextPiece> Words(string said, TextRequest request)
    {
        var words = said.Split(' ');
        var most = Math.Min(words.Length, request.MaxTokens ?? int.MaxValue);
        for (var i = 0; i < most; i++)
        {
            var text = i == 0 ? words[i] : $" {words[i]}";
            yield return new TextPiece { Text = text, Tokens = request.LogProbabilities is null ? [] : [new TokenProbability(text, System.Text.Encoding.UTF8.GetBytes(text), -0.5)] };
        }

        yield return new TextPiece { End = most < words.Length ? TextEnd.Length : TextEnd.Stop, Usage = new TextUsage(5, 0, most) };
    }

    private static IEnumerable<TextPiece> Call(ToolDeclaration tool)
    {
        yield return new TextPiece { ToolCalls = [new ToolCallPiece(0, "") { Id = "call_0", Name = tool.Name }] };
        yield return new TextPiece { ToolCalls = [new ToolCallPiece(0, """{"city": """)] };
        yield return new TextPiece { ToolCalls = [new ToolCallPiece(0, """ "Rome"}""")] };
        yield return new TextPiece { End = TextEnd.ToolCalls, Usage = new TextUsage(5, 0, 3) };
    }

    private static IEnumerable<TextPiece> Shape()
    {
        yield return new TextPiece { Text = JsonSerializer.Serialize(new { name = "Ada", age = 7 }) };
        yield return new TextPiece { End = TextEnd.Stop, Usage = new TextUsage(5, 0, 1) };
    }

    private async IAsyncEnumerable<TextPiece> EndlesslyAsync(string model, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (said, text) = (0L, model == "flood" ? new string('x', 10_000) : "and ");
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                said++;
                yield return new TextPiece { Text = text };
                if (model == "endless")
                {
                    await Task.Delay(5, cancellation);
                }
            }
        }
        finally
        {
            log.Info($"{model} ended");
            await File.WriteAllTextAsync(Path.Join(settings.Values.GetProperty("folder").GetString(), $"{model} ended"), $"{said}", CancellationToken.None);
        }
    }

    private async Task SignAsync(string sign, CancellationToken cancellation)
    {
        while (!File.Exists(Path.Join(settings.Values.GetProperty("folder").GetString(), sign)))
        {
            await Task.Delay(10, cancellation);
        }
    }

    private ValueTask<Lease<string>> LeaseAsync(CancellationToken cancellation) => models.LeaseAsync(
        new ModelRecipe<string>
        {
            Key = "echo weights",
            Title = "echo weights",
            Device = DeviceId.Cpu,
            EstimatedBytes = Bytes,
            Load = _ => ValueTask.FromResult(new Resident<string>("weights", Bytes, () => ValueTask.CompletedTask)),
        },
        cancellation);
}
