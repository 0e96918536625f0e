using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MySpinBot.EndToEnd.Serving.Webhooks;

/// <summary>Somebody is called by a server as a user has it, and checks the calls as docs/WEBHOOKS.md says.</summary>
public sealed partial class Calls_are_heard
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private const string Graph = """{"text":{"class_type":"Load","inputs":{"text":"called"}},"save":{"class_type":"Save","inputs":{"text":["text",0],"prefix":"called"}}}""";

    private readonly int _port = FreePort();

    [Fact]
    public async Task Whatever_becomes_of_the_server_and_of_who_is_called()
    {
        using var server = new Served("--webhook-host", "127.0.0.1", "--webhooks-backoff", "1");
        await server.StartAsync();
        (await SendAsync(server, "/api/v1/webhooks", Hook("localhost"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "This name was not allowed.");
        var hook = (await SendAsync(server, "/api/v1/webhooks", Hook("127.0.0.1"))).Body.GetProperty("id").GetString();

        string first;
        using (var refusing = new Receiver(_port) { Status = 503 }.Listen())
        {
            first = (await server.SubmitAsync(Graph)).GetProperty("id").GetString()!;
            await HeardAsync(server, refusing, 1);
            refusing.Status = 204;
            await HeardAsync(server, refusing, 3);
            var heard = refusing.Heard.SkipWhile(call => call.Status == 503).ToArray();
            heard.Select(call => call.Type).ShouldBe(["job.queued", "job.succeeded"], "One after the other, though the first had to be tried again.");
            heard[0].Id.ShouldBe(refusing.Heard[0].Id, "It is the same call.");
            await Checked(server, heard[1]);
        }

        // Nobody is there; then the server is not, either.
        var second = (await server.SubmitAsync(Graph.Replace("called", "again", StringComparison.Ordinal))).GetProperty("id").GetString()!;
        (await server.EndOfAsync(second)).GetProperty("state").GetString().ShouldBe("succeeded", server.Said);
        server.Kill();
        using var receiver = new Receiver(_port).Listen();
        await server.StartAsync(ready: false);
        await HeardAsync(server, receiver, 2);
        receiver.Heard.Select(call => call.Type).ShouldBe(["job.queued", "job.succeeded"]);
        receiver.Heard.ShouldAllBe(call => JsonElement.Parse(call.Body).GetProperty("data").GetProperty("job").GetProperty("id").GetString() == second);

        var told = await server.GetAsync($"/api/v1/deliveries?webhook={hook}&job={first}&state=delivered");
        var delivery = told.GetProperty("deliveries")[0];
        (await SendAsync(server, $"/api/v1/deliveries/{delivery.GetProperty("id").GetString()}/replay", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        await HeardAsync(server, receiver, 3);
        receiver.Heard[2].Id.ShouldBe(delivery.GetProperty("webhook_id").GetString(), "Who is called again knows it by this.");
        receiver.Heard.Length.ShouldBe(3);
    }

    /// <summary>Has both examples of the page look at a call as it came, and at one that somebody has changed.</summary>
    private static async Task Checked(Served server, Heard call)
    {
        var (id, at, signature) = (call.Id, call.Headers["webhook-timestamp"], call.Headers["webhook-signature"]);
        server.Place.Write("call.json", call.Body);
        server.Place.Write("isOurs.mjs", Example("js"));
        server.Place.Write("check.mjs", $$"""
            import { readFileSync } from 'node:fs';
            import { isOurs } from './isOurs.mjs';
            const headers = { 'webhook-id': '{{id}}', 'webhook-timestamp': '{{at}}', 'webhook-signature': '{{signature}}' };
            const body = readFileSync('call.json');
            const now = {{at}} * 1000;
            console.log(isOurs('{{Secret}}', headers, body, now), isOurs('{{Secret}}', headers, Buffer.concat([body, Buffer.from(' ')]), now), isOurs('{{Secret}}', headers, body, now + 301000));
            """);
        var script = await server.Place.RunProgramAsync("node", "check.mjs");
        script.Output.Trim().ShouldBe("true false false", script.All);

        var program = server.Place.Write("check.cs", $$"""
            #:sdk Microsoft.NET.Sdk.Web
            #:property PublishAot=false
            using System.Security.Cryptography;
            using System.Text;
            var headers = new HeaderDictionary { ["webhook-id"] = "{{id}}", ["webhook-timestamp"] = "{{at}}", ["webhook-signature"] = "{{signature}}" };
            var body = File.ReadAllBytes("call.json");
            var now = DateTimeOffset.FromUnixTimeSeconds({{at}});
            Console.WriteLine($"{IsOurs("{{Secret}}", headers, body, now)} {IsOurs("{{Secret}}", headers, [.. body, 32], now)} {IsOurs("{{Secret}}", headers, body, now.AddSeconds(301))}");

            {{Example("csharp")}}
            """);
        var ran = await server.Place.RunProgramAsync("dotnet", "run", program);
        ran.Output.Trim().ShouldBe("True False False", ran.All);
    }

    private string Hook(string host) => $$"""{"url":"http://{{host}}:{{_port}}/hooks","events":["job.queued","job.succeeded"],"secret":"{{Secret}}"}""";

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(Served server, string path, string body)
    {
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync(path, content);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static Task HeardAsync(Served server, Receiver receiver, int calls)
        => Until.TrueAsync(() => Task.FromResult(receiver.Heard.Length >= calls), TimeSpan.FromMinutes(2), () => $"{receiver.Heard.Length} calls came. {server.Said}");

    private static string Example(string language)
        => CodeBlock().Matches(File.ReadAllText(Path.Join(Product.Root, "docs", "WEBHOOKS.md"))).Single(match => match.Groups["language"].Value == language).Groups["code"].Value;

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
