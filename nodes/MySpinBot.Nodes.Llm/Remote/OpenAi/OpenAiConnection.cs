using System.ClientModel;
using System.ClientModel.Primitives;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>The OpenAI client on one server. Requests and answers go through it as JSON (its protocol methods): servers that are only like OpenAI's know fields that its types do not, and leave out some that they want.</summary>
internal sealed class OpenAiConnection
{
    private readonly OpenAIClientOptions _options;
    private readonly ApiKeyCredential _key;
    private readonly TimeProvider _time;

    public OpenAiConnection(OutboundTarget target, HttpClient http, TimeProvider time)
    {
        (Target, _time) = (target, time);
        _options = new OpenAIClientOptions
        {
            Endpoint = new Uri(target.Endpoint),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0), // one place retries, for servers of all kinds
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        _key = new ApiKeyCredential(target.Key ?? "none");
        if (target.Key is null)
        {
            _options.AddPolicy(new NoKey(), PipelinePosition.BeforeTransport);
        }
    }

    /// <summary>The server.</summary>
    public OutboundTarget Target { get; }

    /// <summary>Whether it is OpenAI's own, which has given up names that others still want.</summary>
    public bool IsOpenAi => Target.Address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase) || Target.Address.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks for an answer to a conversation.</summary>
    /// <exception cref="RemoteFault">The server refused.</exception>
    public async Task<Stream> ChatAsync(string model, BinaryData body, CancellationToken cancellation)
        => await BodyOfAsync((await new ChatClient(model, _key, _options).CompleteChatAsync(BinaryContent.Create(body), Streaming(cancellation))).GetRawResponse(), cancellation);

    /// <summary>Asks to go on with a prompt. The client has no method for it any more, but its pipeline does.</summary>
    /// <exception cref="RemoteFault">The server refused.</exception>
    public async Task<Stream> CompleteAsync(string model, BinaryData body, CancellationToken cancellation)
    {
        var pipeline = new ChatClient(model, _key, _options).Pipeline;
        using var message = pipeline.CreateMessage();
        message.Request.Method = "POST";
        message.Request.Uri = new Uri($"{Target.Endpoint}/completions");
        message.Request.Headers.Set("Content-Type", "application/json");
        message.Request.Headers.Set("Accept", "application/json, text/event-stream");
        message.Request.Content = BinaryContent.Create(body);
        message.Apply(Streaming(cancellation));
        message.BufferResponse = false;
        await pipeline.SendAsync(message);
        return await BodyOfAsync(message.ExtractResponse()!, cancellation);
    }

    /// <summary>Asks for vectors.</summary>
    /// <exception cref="RemoteFault">The server refused.</exception>
    public async Task<Stream> EmbedAsync(string model, BinaryData body, CancellationToken cancellation)
        => await BodyOfAsync((await new EmbeddingClient(model, _key, _options).GenerateEmbeddingsAsync(BinaryContent.Create(body), Streaming(cancellation))).GetRawResponse(), cancellation);

    /// <summary>Asks for the list of models.</summary>
    /// <exception cref="RemoteFault">The server refused.</exception>
    public async Task<Stream> ModelsAsync(CancellationToken cancellation)
        => await BodyOfAsync((await new OpenAIModelClient(_key, _options).GetModelsAsync(Streaming(cancellation))).GetRawResponse(), cancellation);

    private static RequestOptions Streaming(CancellationToken cancellation) => new() { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = cancellation };

    private async Task<Stream> BodyOfAsync(PipelineResponse response, CancellationToken cancellation)
    {
        if (response.Status is >= 200 and < 300)
        {
            return response.ContentStream ?? throw new RemoteFault($"{ServerSaid.Who(Target)} sent an answer without content.") { IsPassing = true };
        }

        using (response)
        {
            response.Headers.TryGetValue("Retry-After", out var wish);
            throw await ServerSaid.RefusalAsync(Target, response.Status, wish, response.ContentStream, _time.GetUtcNow(), cancellation);
        }
    }

    /// <summary>For servers that want no key: the client cannot be made without one, and a server may refuse one that it did not give.</summary>
    private sealed class NoKey : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
