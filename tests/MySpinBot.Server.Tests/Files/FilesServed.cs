using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.Files;
using MySpinBot.Server.Files;
using MySpinBot.Server.Security;
using MySpinBot.Server.Workers;
using DeviceLedger = MySpinBot.Core.Messages.Working.DeviceLedger;

namespace MySpinBot.Server.Tests.Files;

/// <summary>A server with ComfyUI's routes for files and nothing else: no jobs, no worker. Whoever asks is named in the header <c>owner</c>.</summary>
internal sealed class FilesServed : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private FilesServed(WebApplication app, TemporaryFolder folder, ServerFolders folders, LogLines log)
    {
        (_app, _folder, Folders, Log) = (app, folder, folders, log);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public ServerFolders Folders { get; }

    public LogLines Log { get; }

    public ImmutableArray<DeviceLedger> Ledger { get; set; } = [];

    public CatalogMessage Catalog { get; set; } = new([], [], []);

    /// <summary>A folder beside those of the server.</summary>
    public string Outside => _folder.Sub("outside");

    public static async Task<FilesServed> StartAsync(ServerLimits? limits = null)
    {
        var folder = new TemporaryFolder();
        var options = new ServerOptions
        {
            DataFolder = folder.Sub("data"), InputFolder = folder.Sub("data", "input"), OutputFolder = folder.Sub("data", "output"), TempFolder = folder.Sub("data", "temp"),
            Worker = new WorkerLaunch("none", [], "none"), Limits = limits ?? new ServerLimits(), CommandLine = ["myspinbot", "serve"], Previewer = Previews.Media.Previewer(),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.Limits.BodyBytes;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Use(AnswerAsync);
        var (folders, log) = (new ServerFolders(options), new LogLines(TimeProvider.System));
        FilesServed? served = null;
        ComfyFileRoutes.Map(app, options, folders, _ => ValueTask.FromResult(KnownCatalog.Of(served!.Catalog, $"\"{served.Catalog.Nodes.Count}\"")), () => served!.Ledger, log);
        await app.StartAsync();
        return served = new FilesServed(app, folder, folders, log);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Puts a file into a folder.</summary>
    public string Put(string path, ReadOnlySpan<byte> bytes)
    {
        var full = _folder.Sub(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    public string Put(string path, string text) => Put(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Keeps an artifact as the worker does.</summary>
    public ContentId Keep(ReadOnlySpan<byte> bytes)
    {
        var id = ContentId.Of(bytes);
        Put(Path.Join("data", "artifacts", Core.Results.ArtifactPlace.Of(id)), bytes);
        return id;
    }

    public async Task<JsonElement> Json(string path) => JsonElement.Parse(await Client.GetStringAsync(path));

    public Task<HttpResponseMessage> Upload(string name, byte[] bytes, params (string Name, string Value)[] fields) => UploadTo("/upload/image", name, bytes, fields);

    public async Task<HttpResponseMessage> UploadTo(string route, string name, byte[] bytes, params (string Name, string Value)[] fields)
    {
        using var form = Form(name, bytes, fields);
        return await Client.PostAsync(route, form);
    }

    public static MultipartFormDataContent Form(string name, byte[] bytes, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"image\"", FileName = $"\"{name}\"" };
        form.Add(file);
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), $"\"{field}\"");
        }

        return form;
    }

    /// <summary>Sends a request letter by letter, as no client would, and reads all of the answer.</summary>
    public async Task<RawAnswer> Send(string request) => await Send(Encoding.Latin1.GetBytes(request));

    public async Task<RawAnswer> Send(byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // The server may hang up on what it does not take.
        }

        return RawAnswer.Of(Encoding.UTF8.GetString(answer.ToArray()));
    }

    public Task<RawAnswer> Get(string target) => Send($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            context.SetOwner(context.Request.Headers["owner"].FirstOrDefault() ?? Owners.Local);
            await next(context);
        }
        catch (ServerRefusal refusal)
        {
            context.Response.StatusCode = (int)refusal.Kind;
            await context.Response.WriteAsJsonAsync(new { error = refusal.Code, message = refusal.Message });
        }
    }
}

/// <summary>An answer, as it came.</summary>
/// <param name="Status">Its status; 0 where there was no answer.</param>
/// <param name="Text">All of it.</param>
/// <param name="Body">What stands behind the headers.</param>
internal sealed record RawAnswer(int Status, string Text, string Body)
{
    public static RawAnswer Of(string text)
        => new(text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0, text, text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is > 0 and var end ? text[(end + 4)..] : "");
}
