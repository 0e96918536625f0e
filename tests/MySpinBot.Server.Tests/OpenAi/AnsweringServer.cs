using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.OpenAi;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Tests.OpenAi;

/// <summary>OpenAI's interface over real HTTP, behind the real door, with models that echo.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private AnsweringServer(ServerLimits limits, (string Name, string Key)[] keys, string[] origins, TimeProvider? time)
    {
        File.WriteAllLines(KeysFile, keys.Select(key => $"{key.Name} {ApiKeys.Hash(key.Key)}"));
        var options = new ServerOptions
        {
            DataFolder = _folder.Sub("data"),
            InputFolder = _folder.Sub("input"),
            OutputFolder = _folder.Sub("output"),
            TempFolder = _folder.Sub("temp"),
            KeysFile = KeysFile,
            Limits = limits,
            Worker = new WorkerLaunch("none", [], _folder.Sub("running.calls")),
            Time = time ?? TimeProvider.System,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(options).AddSingleton<EchoingModels>().AddSingleton<ICapabilities>(services => services.GetRequiredService<EchoingModels>()).AddOpenAi();
        _app = builder.Build();
        var door = new Door(new HostCheck([]), new OriginCheck(origins), new Identification(new KeyRing(KeysFile, options.Time, _ => { })), new SignedLinks(options), 1_000);
        _app.UseRequestIds();
        _app.UseRefusals(Reports.Add);
        _app.Use(next => context => door.Pass(context, next));
        OpenAiRoutes.Map(_app);
    }

    public List<string> Reports { get; } = [];

    private string KeysFile => _folder.Sub("keys");

    public Uri Address { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public EchoingModels Models => _app.Services.GetRequiredService<EchoingModels>();

    public CallTurns Turns => _app.Services.GetRequiredService<CallTurns>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="limits">Bounds; null for the usual ones.</param>
    /// <param name="keys">Names and keys of owners.</param>
    /// <param name="origins">Pages of others that may come in.</param>
    /// <param name="time">The clock; null for the real one.</param>
    public static async Task<AnsweringServer> StartAsync(ServerLimits? limits = null, (string Name, string Key)[]? keys = null, string[]? origins = null, TimeProvider? time = null)
    {
        var server = new AnsweringServer(limits ?? new ServerLimits(), keys ?? [], origins ?? [], time);
        await server._app.StartAsync(Cancellation);
        server.Address = new Uri(server._app.Urls.First());
        server.Http = new HttpClient { BaseAddress = server.Address };
        return server;
    }

    /// <summary>Posts JSON and gives what is answered.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json, HttpResponseHeaders Headers)> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)), answer.Headers);
    }

    /// <summary>Posts JSON and gives the data of the events that are answered.</summary>
    public async Task<List<string>> EventsAsync(string path, string json)
    {
        using var answer = await Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        text.ShouldEndWith("\n\n");
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : throw new ShouldAssertException(line))];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
